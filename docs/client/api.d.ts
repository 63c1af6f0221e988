export interface paths {
    "/localities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the provinces and centrally-run cities of a division
         * @description The 34 units in force, or the 63 before July 2025, with what they came from or went to. / Danh sách tỉnh, thành phố trực thuộc trung ương.
         */
        get: operations["listLocalities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/localities/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a province or centrally-run city
         * @description A code means nothing without its division: seven of them name another province in each. / Thông tin một tỉnh, thành phố.
         */
        get: operations["getLocality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/localities/{code}/communes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the communes of a province or centrally-run city
         * @description Communes, wards and special zones of the division of 2025; districts were abolished with it. / Danh sách xã, phường, đặc khu.
         */
        get: operations["listCommunes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/industries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the industry codes of the ICT sector
         * @description VSIC codes of both versions with whether they are in the scope, and their conversion. / Danh mục ngành ICT trong VSIC 2018 và 2025.
         */
        get: operations["listIndustries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enterprises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List digital technology enterprises
         * @description Without filters: the active ones with a derived or confirmed category, the same that the statistics count. Every page says the position that it was read at; `knownat` with it keeps a walk on one. As CSV, XLSX or NDJSON the whole list in one file. / Danh sách doanh nghiệp công nghệ số; tải về dạng CSV, XLSX hoặc NDJSON.
         */
        get: operations["listEnterprises"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enterprises/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an enterprise by its code
         * @description Also suspended, dissolved and other enterprises, and candidates whose candidacy has lapsed. An enterprise of the feed that is neither digital nor a candidate is a 404 of the type `/problems/not-digital`, a branch or business location one of `/problems/dependent-unit`. One that a full file no longer has is a 410 with its `lastVersion`. With `asof` as it stood on a day. / Tra cứu doanh nghiệp theo mã số.
         */
        get: operations["getEnterprise"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enterprises/{code}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of an enterprise
         * @description Every state that the register ever had of it, in the order in which they were recorded, those that a revert took back included. States in which it was neither digital nor a candidate are left out. With `knownat` only what was known then. / Các phiên bản của một doanh nghiệp.
         */
        get: operations["listEnterpriseVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enterprises/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look up many enterprises by their codes
         * @description Up to 500 codes at once; each comes back as an item or in `unknown` with the reason. / Tra cứu nhiều mã số cùng lúc.
         */
        post: operations["lookUpEnterprises"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enterprises/{code}/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the dependent units of an enterprise
         * @description Branches, representative offices and business locations that the feed told of, in the order of their codes; an empty page where it told of none. They are no enterprises and are in no count. The code is answered as by `GET /enterprises/{code}`: 404 where there is no such enterprise, 410 where a full file no longer has it. / Danh sách chi nhánh, văn phòng đại diện và địa điểm kinh doanh của doanh nghiệp.
         */
        get: operations["listUnits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/enterprises/{code}/relations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List conversions, predecessors and successors of an enterprise
         * @description As far as the feed tells: changes of legal type from the enterprise's own versions; divisions, separations, consolidations and mergers where records of the canonical form name them, shown at both ends. The earliest first; an empty page where nothing is told. The code is answered as by `GET /enterprises/{code}`. / Chuyển đổi loại hình, chia, tách, hợp nhất, sáp nhập của doanh nghiệp.
         */
        get: operations["listRelations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the four categories
         * @description The categories of digital technology enterprises in Directive 01/CT-TTg, repeated in letter 1080/BTTTT-CNTT. / Bốn nhóm doanh nghiệp công nghệ số.
         */
        get: operations["listCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/classification/rulesets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the rule sets
         * @description What a category is derived from. Every enterprise and every figure names the version it rests on. / Các bộ quy tắc phân loại.
         */
        get: operations["listRuleSets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/statistics/localities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count enterprises per locality and category
         * @description Every unit of the division, also where nothing counts, and the nation as their sum. By default: active enterprises with a derived or confirmed category. / Số doanh nghiệp công nghệ số theo địa phương và nhóm.
         */
        get: operations["countByLocality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/statistics/target": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Progress to 100,000 enterprises by 2030
         * @description The count against the target of Directive 01/CT-TTg, what is missing and the pace that it takes; beside it the figures that others published. / Tiến độ tới mục tiêu 100.000 doanh nghiệp năm 2030.
         */
        get: operations["getTargetProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the runs of the feeds
         * @description Newest first. For operators. / Các lần đồng bộ, mới nhất trước.
         *
         *     Needs a key with the scope `feed:write`.
         */
        get: operations["listRuns"];
        put?: never;
        /**
         * Open a run to push records into
         * @description Answers 201 with the run, or 200 with the run in force that brought these numbers already. A delta that leaves out numbers is a 409 `sequence-gap` with `expected` and `received`. / Mở một lần đồng bộ để gửi dữ liệu.
         *
         *     Needs a key with the scope `feed:write`.
         */
        post: operations["openRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a run
         * @description State, counts, timings and watermark; readable while it goes on. / Một lần đồng bộ.
         *
         *     Needs a key with the scope `feed:write`.
         */
        get: operations["getRun"];
        put?: never;
        post?: never;
        /**
         * Give a run up
         * @description An open or held one; nothing of it is recorded. / Hủy lần đồng bộ.
         *
         *     Needs a key with the scope `feed:write`.
         */
        delete: operations["abandonRun"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/runs/{run}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the rejects of a run
         * @description Records that could not be read, in the order of the feed, with the reason from a fixed list and less personal data. / Các bản ghi bị từ chối.
         *
         *     Needs a key with the scope `feed:write`.
         */
        get: operations["listRejects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the register stands
         * @description Its position, the last run and its age, what is known and served, rule set and seeds. / Tình trạng của hệ thống.
         */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/runs/{run}/chunks/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Send a chunk of a run
         * @description NDJSON, one record a line, in any of the forms of `ContractRecord` and `CanonicalRecord`; at most 64 MiB as sent and 1 GiB unpacked. All of it is staged, or nothing. The same chunk again changes nothing (200), other content under its number is a 409. / Gửi một phần dữ liệu.
         *
         *     Needs a key with the scope `feed:write`.
         */
        put: operations["putChunk"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/runs/{run}/chunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the chunks of a run
         * @description Those that have arrived whole, by number: what a client that lost its place asks first. / Các phần đã nhận.
         *
         *     Needs a key with the scope `feed:write`.
         */
        get: operations["listChunks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/runs/{run}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what became of a run
         * @description Every change of its state, with who, when and why. / Các thay đổi trạng thái.
         *
         *     Needs a key with the scope `feed:write`.
         */
        get: operations["listTransitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/runs/{run}/commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Commit a run, or see what a commit would do
         * @description With `dryrun=true` the difference and the gates; the run stays open. Otherwise 202: the run is recorded behind those that wait, or held. Asked for again it changes nothing. A chunk that is missing is a 409 that names it. / Ghi nhận, hoặc xem trước thay đổi.
         *
         *     Needs a key with the scope `feed:write`.
         */
        post: operations["commitRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/runs/{run}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a held run through
         * @description It is recorded whatever the gates say. / Cho phép ghi nhận lần đồng bộ đang bị giữ.
         *
         *     Needs a key with the scope `feed:release`.
         */
        post: operations["releaseRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/runs/{run}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back what a run recorded
         * @description Appends the inverse changes and deletes nothing. Refused, naming them, where enterprises were changed again since. The numbers of its source are expected again. / Hoàn tác một lần đồng bộ.
         *
         *     Needs a key with the scope `feed:release`.
         */
        post: operations["revertRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/runs/{run}/rejects/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the rejects of a run once more
         * @description As a run of its own, with the mappings and localities of now. / Đọc lại các bản ghi bị từ chối.
         *
         *     Needs a key with the scope `feed:write`.
         */
        post: operations["replayRejects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what the raw values of a list mean
         * @description No public list says what the codes of the feed stand for. Every value that has a meaning, shipped or edited, and those of the register that have none. / Ý nghĩa của các giá trị gốc, và những giá trị chưa có ý nghĩa.
         *
         *     Needs a key with the scope `feed:write`.
         */
        get: operations["listMappings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mappings/{list}/{value}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what a raw value means, with its history
         * @description A value that has no meaning, no history and no enterprise is a 404. / Ý nghĩa của một giá trị gốc và lịch sử thay đổi.
         *
         *     Needs a key with the scope `feed:write`.
         */
        get: operations["getMapping"];
        /**
         * Say what a raw value means
         * @description Holds for all that is read from now on, and gives each enterprise that is now read otherwise a new version, as one block. Waits for a run that is being recorded; runs that were read before it and are not recorded yet fail at their commit and have to be sent again. The same edit again changes nothing. / Quy định ý nghĩa của một giá trị gốc.
         *
         *     Needs a key with the scope `feed:release`.
         */
        put: operations["editMapping"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the addresses that leave the commune open
         * @description Enterprises of the feed, of all trades, that count in their province without a commune, by province and code, each with the communes that it can be. / Các địa chỉ chưa xác định được xã, phường, đặc khu.
         *
         *     Needs a key with the scope `feed:write`.
         */
        get: operations["listOpenAddresses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your webhooks
         * @description Those of the key that asks, the oldest first. / Danh sách webhook của khóa.
         *
         *     Needs a key with the scope `webhooks`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Ask to be told of changes
         * @description The address is looked up and must be on the open internet. The answer holds the secret that deliveries are signed with (Standard Webhooks), which is shown only now. A key has at most 20 webhooks. / Đăng ký nhận thông báo khi dữ liệu thay đổi.
         *
         *     Needs a key with the scope `webhooks`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook
         * @description How far it was told, what has not arrived, and why it is disabled if it is. One of another key is a 404. / Trạng thái của một webhook.
         *
         *     Needs a key with the scope `webhooks`.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description With its secrets and deliveries; answers what it was. A delivery that is under way may still arrive. / Xóa webhook.
         *
         *     Needs a key with the scope `webhooks`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change, disable or enable a webhook
         * @description A message that is under way stays as it is and goes to the new address; other filters hold from the next one on. / Sửa, tắt hoặc bật lại webhook.
         *
         *     Needs a key with the scope `webhooks`.
         */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/webhooks/{webhook}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was sent to a webhook
         * @description Each attempt with its time and outcome, the newest first; the last 500 are kept. / Các lần gửi gần đây.
         *
         *     Needs a key with the scope `webhooks`.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message
         * @description Once and at once, of the type `webhook.test`, signed as all others; answers what came of it. Also to a webhook that is disabled. / Gửi một thông báo thử.
         *
         *     Needs a key with the scope `webhooks`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret
         * @description It signs from now on. The one until now signs beside it for `overlap` seconds, a day where nothing is said: `webhook-signature` then holds two signatures. One older still signs no more. / Đổi khóa ký.
         *
         *     Needs a key with the scope `webhooks`.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description One of the four categories of Directive 01/CT-TTg.
         * @example {
         *       "code": "iv",
         *       "name": "Doanh nghiệp khởi nghiệp đổi mới sáng tạo",
         *       "description": "Doanh nghiệp khởi nghiệp đổi mới sáng tạo trong chính lĩnh vực công nghệ số.",
         *       "source": "Chỉ thị 01/CT-TTg, 14/01/2020"
         *     }
         */
        Category: {
            /** @enum {string} */
            code: "i" | "ii" | "iii" | "iv";
            name: string;
            description: string;
            source: string;
        };
        /** @description The four categories. */
        CategoryList: {
            items: components["schemas"]["Category"][];
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /** @description A category and the days on which it holds. */
        CategoryPeriod: {
            /**
             * @description Category of Directive 01/CT-TTg.
             * @enum {string}
             */
            category: "i" | "ii" | "iii" | "iv";
            /**
             * Format: date
             * @description First day; null from the beginning.
             */
            from: string | null;
            /**
             * Format: date
             * @description First day on which it no longer holds; null while open.
             */
            until: string | null;
        };
        /**
         * @description A part of a run that has arrived whole.
         * @example {
         *       "number": 1,
         *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
         *       "bytes": 48211,
         *       "records": 200,
         *       "receivedAt": "2026-11-22T01:12:01.000Z"
         *     }
         */
        Chunk: {
            /** Format: int32 */
            number: number;
            /** @description Over the bytes as sent, hexadecimal. */
            sha256: string;
            /** Format: int32 */
            bytes: number;
            /** Format: int32 */
            records: number;
            /** Format: date-time */
            receivedAt: string;
        };
        /** @description The chunks of a run. */
        ChunkList: {
            items: components["schemas"]["Chunk"][];
        };
        /** @description How the category came about. */
        Classification: {
            /**
             * @description `derived` by a rule, `confirmed` by a competent officer; a `candidate` is proposed and not counted.
             * @enum {string}
             */
            basis: "derived" | "confirmed" | "candidate";
            /**
             * Format: int64
             * @description Version of the rule set that proposed it.
             */
            ruleSet: number;
            /** @description The activity codes of the ICT scope that it rests on. */
            codes: string[];
            /**
             * Format: date
             * @description The first registration that the periods are reckoned from.
             */
            registeredOn: string;
            /** @description As the rule reads the facts of this version. */
            periods: components["schemas"]["CategoryPeriod"][];
        };
        /**
         * @description What a commit may say.
         * @example {
         *       "chunks": 1
         *     }
         */
        CommitRunInput: {
            /**
             * Format: int32
             * @description How many chunks were sent: a last one that is missing shows only so.
             */
            chunks?: number;
        } | null;
        /**
         * @description A commune, ward or special zone of the division of 2025.
         * @example {
         *       "code": "20194",
         *       "name": "Hải Châu",
         *       "type": "phường",
         *       "fullName": "Phường Hải Châu",
         *       "validFrom": "2025-07-01",
         *       "validTo": null
         *     }
         */
        Commune: {
            code: string;
            name: string;
            /**
             * @description Ward, commune or special zone.
             * @enum {string}
             */
            type: "phường" | "xã" | "đặc khu";
            fullName: string;
            /** Format: date */
            validFrom: string;
            /** Format: date */
            validTo: string | null;
        };
        /** @description The communes of a unit of 2025. */
        CommuneList: {
            /**
             * @description Code of a province or centrally-run city in the division.
             * @example 48
             */
            province: string;
            items: components["schemas"]["Commune"][];
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /**
         * @description One attempt to tell a webhook something.
         * @example {
         *       "messageId": "msg_0f8fad5bd9cb469fa16570867728950e",
         *       "type": "register.changed",
         *       "after": 3600,
         *       "until": 3617,
         *       "attempt": 1,
         *       "at": "2026-11-22T03:00:01.000Z",
         *       "durationMs": 84,
         *       "outcome": "delivered",
         *       "status": 204,
         *       "error": null
         *     }
         */
        Delivery: {
            /** @description `webhook-id` of the message; the same at each attempt. */
            messageId: string;
            /** @enum {string} */
            type: "register.changed" | "webhook.test";
            /**
             * Format: int64
             * @description The message tells what is behind this position; null of a test.
             */
            after: number | null;
            /**
             * Format: int64
             * @description And up to this one.
             */
            until: number | null;
            /**
             * Format: int32
             * @description Which attempt it was since the last that succeeded.
             */
            attempt: number;
            /** Format: date-time */
            at: string;
            /** Format: int32 */
            durationMs: number;
            /**
             * @description `delivered` for 2xx, `gone` for 410, `redirected` for 3xx, which is not followed, `refused` for any other status; `timeout`, `unreachable` and `forbidden` (a private address) had none.
             * @enum {string}
             */
            outcome: "delivered" | "refused" | "redirected" | "gone" | "timeout" | "unreachable" | "forbidden";
            /**
             * Format: int32
             * @description The HTTP status; null where none came.
             */
            status: number | null;
            /** @description What went wrong below HTTP, such as `ECONNREFUSED`. */
            error: string | null;
        };
        /**
         * @description One page of a list.
         * @example {
         *       "items": [
         *         {
         *           "messageId": "msg_0f8fad5bd9cb469fa16570867728950e",
         *           "type": "register.changed",
         *           "after": 3600,
         *           "until": 3617,
         *           "attempt": 1,
         *           "at": "2026-11-22T03:00:01.000Z",
         *           "durationMs": 84,
         *           "outcome": "delivered",
         *           "status": 204,
         *           "error": null
         *         }
         *       ],
         *       "next": null,
         *       "position": 21004
         *     }
         */
        DeliveryPage: {
            items: components["schemas"]["Delivery"][];
            /** @description The `cursor` of the next page; null on the last one. */
            next: string | null;
            /**
             * Format: int64
             * @description How many items all pages hold together; on request.
             */
            total?: number;
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /**
         * @description What a run changes.
         * @example {
         *       "new": 1,
         *       "changed": 0,
         *       "late": 0,
         *       "gone": 0,
         *       "moved": 0,
         *       "unchanged": 0,
         *       "duplicate": 0,
         *       "units": 0,
         *       "provinces": [
         *         {
         *           "province": "01",
         *           "before": 4120,
         *           "after": 4121,
         *           "new": 1,
         *           "changed": 0,
         *           "gone": 0,
         *           "movedIn": 0,
         *           "movedOut": 0
         *         }
         *       ],
         *       "categories": [
         *         {
         *           "category": "iv",
         *           "basis": "derived",
         *           "before": 0,
         *           "after": 1
         *         }
         *       ]
         *     }
         */
        Diff: {
            /**
             * Format: int32
             * @description Enterprises told of for the first time, or again after they were gone.
             */
            new: number;
            /**
             * Format: int32
             * @description Further versions.
             */
            changed: number;
            /**
             * Format: int32
             * @description Of those, the ones that do not become the current version: the source knows a newer state.
             */
            late: number;
            /**
             * Format: int32
             * @description Enterprises that a full file no longer has.
             */
            gone: number;
            /**
             * Format: int32
             * @description Enterprises whose head office changes its province.
             */
            moved: number;
            /** Format: int32 */
            unchanged: number;
            /** Format: int32 */
            duplicate: number;
            /**
             * Format: int32
             * @description States of dependent units that were not known; units are no enterprises and in none of the other counts.
             */
            units: number;
            /** @description Enterprises of all trades, for provinces in which something changes. */
            provinces: {
                province: string;
                /** Format: int32 */
                before: number;
                /** Format: int32 */
                after: number;
                /** Format: int32 */
                new: number;
                /** Format: int32 */
                changed: number;
                /** Format: int32 */
                gone: number;
                /** Format: int32 */
                movedIn: number;
                /** Format: int32 */
                movedOut: number;
            }[];
            /** @description Active enterprises among those that change, by category on the day of the run. */
            categories: {
                category: string;
                basis: string;
                /** Format: int32 */
                before: number;
                /** Format: int32 */
                after: number;
            }[];
        };
        /**
         * @description What a commit would do; nothing is applied and the run stays open.
         * @example {
         *       "dryRun": true,
         *       "run": {
         *         "id": 1,
         *         "source": "nbrs",
         *         "kind": "full",
         *         "mode": "push",
         *         "state": "open",
         *         "scope": {
         *           "cutoff": "2026-11-21"
         *         },
         *         "sequence": null,
         *         "cutoff": "2026-11-21",
         *         "read": 27040,
         *         "new": 20000,
         *         "changed": 6804,
         *         "gone": 0,
         *         "units": 96,
         *         "unchanged": 0,
         *         "skipped": {
         *           "branch": 120,
         *           "business-location": 40,
         *           "household": 20,
         *           "duplicate": 30
         *         },
         *         "rejected": 26,
         *         "unknownFields": {},
         *         "placed": {
         *           "name": 25013,
         *           "succession": 1702,
         *           "divided": 115
         *         },
         *         "placedShare": 0.9957,
         *         "gates": [],
         *         "diff": null,
         *         "resumed": 0,
         *         "timings": {
         *           "read": 210,
         *           "match": 40,
         *           "parse": 520,
         *           "validate": 190,
         *           "classify": 610,
         *           "copy": 380,
         *           "reconcile": 450,
         *           "apply": 980
         *         },
         *         "watermark": "2026-11-21T17:00:00.000Z",
         *         "firstPosition": 16,
         *         "lastPosition": 3604,
         *         "startedAt": "2026-11-22T01:11:58.000Z",
         *         "finishedAt": "2026-11-22T01:12:01.000Z",
         *         "failure": null
         *       },
         *       "diff": {
         *         "new": 1,
         *         "changed": 0,
         *         "late": 0,
         *         "gone": 0,
         *         "moved": 0,
         *         "unchanged": 0,
         *         "duplicate": 0,
         *         "units": 0,
         *         "provinces": [
         *           {
         *             "province": "01",
         *             "before": 4120,
         *             "after": 4121,
         *             "new": 1,
         *             "changed": 0,
         *             "gone": 0,
         *             "movedIn": 0,
         *             "movedOut": 0
         *           }
         *         ],
         *         "categories": [
         *           {
         *             "category": "iv",
         *             "basis": "derived",
         *             "before": 0,
         *             "after": 1
         *           }
         *         ]
         *       },
         *       "gates": [
         *         {
         *           "gate": "drop",
         *           "subject": null,
         *           "found": 3.2,
         *           "allowed": 2
         *         }
         *       ]
         *     }
         */
        DryRun: {
            /** @constant */
            dryRun: true;
            run: components["schemas"]["Run"];
            diff: components["schemas"]["Diff"];
            /** @description The gates at which a commit would be held. */
            gates: components["schemas"]["Gate"][];
        };
        /**
         * @description An enterprise as the register has it now.
         * @example {
         *       "code": "3750002081",
         *       "name": "CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN",
         *       "foreignName": null,
         *       "shortName": null,
         *       "status": "active",
         *       "statusName": "Đang hoạt động",
         *       "legalType": "TNHH1",
         *       "legalTypeName": "Công ty trách nhiệm hữu hạn một thành viên",
         *       "ownership": "domestic",
         *       "foreignSharePercent": 0,
         *       "charterCapitalVnd": "900000000",
         *       "category": "ii",
         *       "basis": "derived",
         *       "division": "2025",
         *       "province": "79",
         *       "provinceName": "Thành phố Hồ Chí Minh",
         *       "commune": "26890",
         *       "communeName": "Phường Hạnh Thông",
         *       "address": "Số nhà 357, tổ 10, Phường 1, Quận Gò Vấp, Thành phố Hồ Chí Minh, Việt Nam",
         *       "registeredOn": "2001-03-17",
         *       "vsic": "2018",
         *       "mainIndustry": "6201",
         *       "industries": [
         *         "6201",
         *         "4212",
         *         "6202"
         *       ],
         *       "classification": {
         *         "basis": "derived",
         *         "ruleSet": 1,
         *         "codes": [
         *           "6201",
         *           "6202"
         *         ],
         *         "registeredOn": "2001-03-17",
         *         "periods": [
         *           {
         *             "category": "iv",
         *             "from": "2001-03-17",
         *             "until": "2006-03-17"
         *           },
         *           {
         *             "category": "ii",
         *             "from": "2006-03-17",
         *             "until": null
         *           }
         *         ]
         *       },
         *       "validFrom": "2020-11-26",
         *       "version": 2,
         *       "position": 2809
         *     }
         */
        Enterprise: {
            /**
             * @description Enterprise code, which is the tax code: ten digits with a check digit (Decree 168/2025/NĐ-CP Art. 8).
             * @example 3750002081
             */
            code: string;
            name: string;
            foreignName: string | null;
            shortName: string | null;
            /**
             * @description Legal status (Decree 168/2025/NĐ-CP Art. 35); `unknown` where the value of the feed is not mapped.
             * @enum {string}
             */
            status: "active" | "suspended" | "not-at-address" | "revoked" | "dissolving" | "bankrupt" | "ended" | "unknown";
            statusName: string;
            /** @description Legal type (Law on Enterprises 59/2020/QH14). */
            legalType: string;
            legalTypeName: string;
            /**
             * @description By the countries of the members; the Directive speaks of Vietnamese enterprises.
             * @enum {string}
             */
            ownership: "domestic" | "foreign" | "mixed" | "unknown";
            foreignSharePercent: number | null;
            /** @description Charter capital in VND, decimal text. */
            charterCapitalVnd: string | null;
            /**
             * @description Category of Directive 01/CT-TTg.
             * @enum {string|null}
             */
            category: "i" | "ii" | "iii" | "iv" | null;
            /**
             * @description `derived` by a rule, `confirmed` by a competent officer; a `candidate` is proposed and not counted.
             * @enum {string}
             */
            basis: "derived" | "confirmed" | "candidate";
            /**
             * @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them.
             * @enum {string}
             */
            division: "2004" | "2025";
            /**
             * @description Code of a province or centrally-run city in the division.
             * @example 48
             */
            province: string | null;
            provinceName: string | null;
            /** @description Code of a commune, ward or special zone of the division of 2025. */
            commune: string | null;
            communeName: string | null;
            address: string;
            /**
             * Format: date
             * @description Day of the first registration certificate.
             */
            registeredOn: string;
            /**
             * @description The VSIC version of the activity codes.
             * @enum {string}
             */
            vsic: "2018" | "2025";
            mainIndustry: string | null;
            /** @description Activity codes, the main one first. */
            industries: string[];
            classification: components["schemas"]["Classification"];
            /**
             * Format: date
             * @description The day from which this version holds in the world.
             */
            validFrom: string;
            /**
             * Format: int64
             * @description Number of this version of the enterprise.
             */
            version: number;
            /**
             * Format: int64
             * @description Position of the register at which this version was recorded.
             */
            position: number;
        };
        /**
         * @description One page of a list.
         * @example {
         *       "items": [
         *         {
         *           "code": "3750002081",
         *           "name": "CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN",
         *           "foreignName": null,
         *           "shortName": null,
         *           "status": "active",
         *           "statusName": "Đang hoạt động",
         *           "legalType": "TNHH1",
         *           "legalTypeName": "Công ty trách nhiệm hữu hạn một thành viên",
         *           "ownership": "domestic",
         *           "foreignSharePercent": 0,
         *           "charterCapitalVnd": "900000000",
         *           "category": "ii",
         *           "basis": "derived",
         *           "division": "2025",
         *           "province": "79",
         *           "provinceName": "Thành phố Hồ Chí Minh",
         *           "commune": "26890",
         *           "communeName": "Phường Hạnh Thông",
         *           "address": "Số nhà 357, tổ 10, Phường 1, Quận Gò Vấp, Thành phố Hồ Chí Minh, Việt Nam",
         *           "registeredOn": "2001-03-17",
         *           "vsic": "2018",
         *           "mainIndustry": "6201",
         *           "industries": [
         *             "6201",
         *             "4212",
         *             "6202"
         *           ],
         *           "classification": {
         *             "basis": "derived",
         *             "ruleSet": 1,
         *             "codes": [
         *               "6201",
         *               "6202"
         *             ],
         *             "registeredOn": "2001-03-17",
         *             "periods": [
         *               {
         *                 "category": "iv",
         *                 "from": "2001-03-17",
         *                 "until": "2006-03-17"
         *               },
         *               {
         *                 "category": "ii",
         *                 "from": "2006-03-17",
         *                 "until": null
         *               }
         *             ]
         *           },
         *           "validFrom": "2020-11-26",
         *           "version": 2,
         *           "position": 2809
         *         }
         *       ],
         *       "next": null,
         *       "position": 21004
         *     }
         */
        EnterprisePage: {
            items: components["schemas"]["Enterprise"][];
            /** @description The `cursor` of the next page; null on the last one. */
            next: string | null;
            /**
             * Format: int64
             * @description How many items all pages hold together; on request.
             */
            total?: number;
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /**
         * @description A state of an enterprise: valid from a day, recorded at a position.
         * @example {
         *       "code": "3750002081",
         *       "name": "CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN",
         *       "foreignName": null,
         *       "shortName": null,
         *       "status": "active",
         *       "statusName": "Đang hoạt động",
         *       "legalType": "TNHH1",
         *       "legalTypeName": "Công ty trách nhiệm hữu hạn một thành viên",
         *       "ownership": "domestic",
         *       "foreignSharePercent": 0,
         *       "charterCapitalVnd": "900000000",
         *       "category": "ii",
         *       "basis": "derived",
         *       "division": "2025",
         *       "province": "79",
         *       "provinceName": "Thành phố Hồ Chí Minh",
         *       "commune": "26890",
         *       "communeName": "Phường Hạnh Thông",
         *       "address": "Số nhà 357, tổ 10, Phường 1, Quận Gò Vấp, Thành phố Hồ Chí Minh, Việt Nam",
         *       "registeredOn": "2001-03-17",
         *       "vsic": "2018",
         *       "mainIndustry": "6201",
         *       "industries": [
         *         "6201",
         *         "4212",
         *         "6202"
         *       ],
         *       "classification": {
         *         "basis": "derived",
         *         "ruleSet": 1,
         *         "codes": [
         *           "6201",
         *           "6202"
         *         ],
         *         "registeredOn": "2001-03-17",
         *         "periods": [
         *           {
         *             "category": "iv",
         *             "from": "2001-03-17",
         *             "until": "2006-03-17"
         *           },
         *           {
         *             "category": "ii",
         *             "from": "2006-03-17",
         *             "until": null
         *           }
         *         ]
         *       },
         *       "validFrom": "2020-11-26",
         *       "version": 2,
         *       "position": 2809,
         *       "validUntil": null,
         *       "presence": "present",
         *       "isCurrent": true,
         *       "recordedAt": "2026-11-01T02:00:00.000Z",
         *       "recordedUntil": null
         *     }
         */
        EnterpriseVersion: {
            /**
             * @description Enterprise code, which is the tax code: ten digits with a check digit (Decree 168/2025/NĐ-CP Art. 8).
             * @example 3750002081
             */
            code: string;
            name: string;
            foreignName: string | null;
            shortName: string | null;
            /**
             * @description Legal status (Decree 168/2025/NĐ-CP Art. 35); `unknown` where the value of the feed is not mapped.
             * @enum {string}
             */
            status: "active" | "suspended" | "not-at-address" | "revoked" | "dissolving" | "bankrupt" | "ended" | "unknown";
            statusName: string;
            /** @description Legal type (Law on Enterprises 59/2020/QH14). */
            legalType: string;
            legalTypeName: string;
            /**
             * @description By the countries of the members; the Directive speaks of Vietnamese enterprises.
             * @enum {string}
             */
            ownership: "domestic" | "foreign" | "mixed" | "unknown";
            foreignSharePercent: number | null;
            /** @description Charter capital in VND, decimal text. */
            charterCapitalVnd: string | null;
            /**
             * @description Category of Directive 01/CT-TTg.
             * @enum {string|null}
             */
            category: "i" | "ii" | "iii" | "iv" | null;
            /**
             * @description `derived` by a rule, `confirmed` by a competent officer; a `candidate` is proposed and not counted.
             * @enum {string}
             */
            basis: "derived" | "confirmed" | "candidate";
            /**
             * @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them.
             * @enum {string}
             */
            division: "2004" | "2025";
            /**
             * @description Code of a province or centrally-run city in the division.
             * @example 48
             */
            province: string | null;
            provinceName: string | null;
            /** @description Code of a commune, ward or special zone of the division of 2025. */
            commune: string | null;
            communeName: string | null;
            address: string;
            /**
             * Format: date
             * @description Day of the first registration certificate.
             */
            registeredOn: string;
            /**
             * @description The VSIC version of the activity codes.
             * @enum {string}
             */
            vsic: "2018" | "2025";
            mainIndustry: string | null;
            /** @description Activity codes, the main one first. */
            industries: string[];
            classification: components["schemas"]["Classification"];
            /**
             * Format: date
             * @description The day from which this version holds in the world.
             */
            validFrom: string;
            /**
             * Format: int64
             * @description Number of this version of the enterprise.
             */
            version: number;
            /**
             * Format: int64
             * @description Position of the register at which this version was recorded.
             */
            position: number;
            /**
             * Format: date
             * @description First day on which the next version holds; null for the last one.
             */
            validUntil: string | null;
            /**
             * @description `gone` where a full file lacked the enterprise, `withdrawn` where the run that first told of it was reverted.
             * @enum {string}
             */
            presence: "present" | "gone" | "withdrawn";
            /** @description Whether it is the one that the register shows. */
            isCurrent: boolean;
            /**
             * Format: date-time
             * @description When it was recorded.
             */
            recordedAt: string;
            /**
             * Format: int64
             * @description The position at which a revert took it back; null where none did.
             */
            recordedUntil: number | null;
        };
        /**
         * @description One page of a list.
         * @example {
         *       "items": [
         *         {
         *           "code": "3750002081",
         *           "name": "CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN",
         *           "foreignName": null,
         *           "shortName": null,
         *           "status": "active",
         *           "statusName": "Đang hoạt động",
         *           "legalType": "TNHH1",
         *           "legalTypeName": "Công ty trách nhiệm hữu hạn một thành viên",
         *           "ownership": "domestic",
         *           "foreignSharePercent": 0,
         *           "charterCapitalVnd": "900000000",
         *           "category": "ii",
         *           "basis": "derived",
         *           "division": "2025",
         *           "province": "79",
         *           "provinceName": "Thành phố Hồ Chí Minh",
         *           "commune": "26890",
         *           "communeName": "Phường Hạnh Thông",
         *           "address": "Số nhà 357, tổ 10, Phường 1, Quận Gò Vấp, Thành phố Hồ Chí Minh, Việt Nam",
         *           "registeredOn": "2001-03-17",
         *           "vsic": "2018",
         *           "mainIndustry": "6201",
         *           "industries": [
         *             "6201",
         *             "4212",
         *             "6202"
         *           ],
         *           "classification": {
         *             "basis": "derived",
         *             "ruleSet": 1,
         *             "codes": [
         *               "6201",
         *               "6202"
         *             ],
         *             "registeredOn": "2001-03-17",
         *             "periods": [
         *               {
         *                 "category": "iv",
         *                 "from": "2001-03-17",
         *                 "until": "2006-03-17"
         *               },
         *               {
         *                 "category": "ii",
         *                 "from": "2006-03-17",
         *                 "until": null
         *               }
         *             ]
         *           },
         *           "validFrom": "2020-11-26",
         *           "version": 2,
         *           "position": 2809,
         *           "validUntil": null,
         *           "presence": "present",
         *           "isCurrent": true,
         *           "recordedAt": "2026-11-01T02:00:00.000Z",
         *           "recordedUntil": null
         *         }
         *       ],
         *       "next": null,
         *       "position": 21004
         *     }
         */
        EnterpriseVersionPage: {
            items: components["schemas"]["EnterpriseVersion"][];
            /** @description The `cursor` of the next page; null on the last one. */
            next: string | null;
            /**
             * Format: int64
             * @description How many items all pages hold together; on request.
             */
            total?: number;
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /** @description One field of a request that cannot be used. */
        FieldError: {
            /** @description The parameter, or the member of the body, parts joined by dots. */
            path: string;
            /** @description What is wrong with it. */
            message: string;
        };
        /** @description A threshold that a run is over. */
        Gate: {
            /**
             * @description `drop`: share of the live register that would vanish; `province-drop`: of a province; `rejects`: of the records read; `lost-field`: share of the records that still have a field which nearly all had.
             * @enum {string}
             */
            gate: "drop" | "province-drop" | "rejects" | "lost-field";
            /** @description The province or field. */
            subject: string | null;
            /** @description Per cent. */
            found: number;
            /** @description Per cent. */
            allowed: number;
        };
        /**
         * @description An industry code of the ICT sector.
         * @example {
         *       "vsic": "2018",
         *       "code": "62010",
         *       "level": 5,
         *       "name": "Lập trình máy vi tính",
         *       "scope": "yes",
         *       "convertsTo": [
         *         "62110",
         *         "62190"
         *       ],
         *       "convertsFrom": [],
         *       "act": "Quyết định 27/2018/QĐ-TTg"
         *     }
         */
        Industry: {
            /**
             * @description Version of the Vietnam Standard Industrial Classification: `2018` (Decision 27/2018/QĐ-TTg) or `2025` (Decision 36/2025/QĐ-TTg, in force since 15 November 2025). The same code can mean different things in each.
             * @enum {string}
             */
            vsic: "2018" | "2025";
            code: string;
            /** Format: int32 */
            level: number;
            name: string;
            /**
             * @description Whether the OECD list of the ICT sector has it; only `yes` makes an enterprise digital.
             * @enum {string}
             */
            scope: "yes" | "no" | "review" | "partly";
            /** @description Codes of VSIC 2025 that a code of 2018 became. */
            convertsTo: string[];
            /** @description Codes of VSIC 2018 that a code of 2025 came from. */
            convertsFrom: string[];
            act: string;
        };
        /** @description Industry codes of the ICT sector in both versions. */
        IndustryList: {
            items: components["schemas"]["Industry"][];
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /**
         * @description A province or centrally-run city.
         * @example {
         *       "code": "48",
         *       "name": "Đà Nẵng",
         *       "type": "thành phố",
         *       "fullName": "Thành phố Đà Nẵng",
         *       "division": "2025",
         *       "validFrom": "2025-07-01",
         *       "validTo": null,
         *       "act": "Nghị quyết 202/2025/QH15",
         *       "predecessors": [
         *         "48",
         *         "49"
         *       ],
         *       "successor": null,
         *       "communes": 94
         *     }
         */
        Locality: {
            /**
             * @description Code of a province or centrally-run city in the division.
             * @example 48
             */
            code: string;
            name: string;
            /**
             * @description Centrally-run city (thành phố) or province (tỉnh), on the day asked for.
             * @enum {string}
             */
            type: "thành phố" | "tỉnh";
            /** @description With the word for its type. */
            fullName: string;
            /**
             * @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them.
             * @enum {string}
             */
            division: "2004" | "2025";
            /** Format: date */
            validFrom: string;
            /**
             * Format: date
             * @description Last day of this name and type; null while in force.
             */
            validTo: string | null;
            /** @description The act that this state rests on. */
            act: string;
            /** @description Codes of 2004 that became this unit; empty for units of 2004. */
            predecessors: string[];
            /**
             * @description Code of a province or centrally-run city in the division.
             * @example 48
             */
            successor: string | null;
            /**
             * Format: int32
             * @description How many communes, wards and special zones it has; null for units of 2004.
             */
            communes: number | null;
        };
        /** @description A locality and how many digital technology enterprises it has. */
        LocalityCount: {
            /**
             * @description Code of a province or centrally-run city in the division.
             * @example 48
             */
            code: string;
            name: string;
            /** @enum {string} */
            type: "thành phố" | "tỉnh";
            /** Format: int32 */
            i: number;
            /** Format: int32 */
            ii: number;
            /** Format: int32 */
            iii: number;
            /** Format: int32 */
            iv: number;
            /**
             * Format: int32
             * @description Sum of the four categories.
             */
            total: number;
            /** @description Proposed for i and iii and not counted: officers decide on them, until then both categories stay at 0. */
            candidates: {
                /** Format: int32 */
                i: number;
                /** Format: int32 */
                iii: number;
            };
            /** Format: int32 */
            population: number | null;
            /** @description Enterprises per 1,000 people. */
            per1000: number | null;
            /**
             * @description Why there is no density; null where there is one.
             * @enum {string|null}
             */
            noDensity: "no-population-on-this-base" | null;
        };
        /**
         * @description Counts for every unit of a division, also where they are zero.
         * @example {
         *       "localities": [
         *         {
         *           "code": "48",
         *           "name": "Đà Nẵng",
         *           "type": "thành phố",
         *           "i": 0,
         *           "ii": 3120,
         *           "iii": 0,
         *           "iv": 2904,
         *           "total": 6024,
         *           "candidates": {
         *             "i": 12,
         *             "iii": 840
         *           },
         *           "population": 3065628,
         *           "per1000": 1.97,
         *           "noDensity": null
         *         }
         *       ],
         *       "nation": {
         *         "i": 0,
         *         "ii": 3120,
         *         "iii": 0,
         *         "iv": 2904,
         *         "total": 6024,
         *         "candidates": {
         *           "i": 12,
         *           "iii": 840
         *         },
         *         "population": 3065628,
         *         "per1000": 1.97,
         *         "noDensity": null
         *       },
         *       "unplaced": {
         *         "count": 0,
         *         "groups": []
         *       },
         *       "provenance": {
         *         "asOf": "2026-11-22",
         *         "position": 21004,
         *         "knownAt": "2026-11-22T01:12:00.000Z",
         *         "sourceReadAt": "2026-11-22T01:11:00.000Z",
         *         "basis": [
         *           "confirmed",
         *           "derived"
         *         ],
         *         "status": [
         *           "active"
         *         ],
         *         "ownership": null,
         *         "ruleSet": 1,
         *         "division": "2025",
         *         "populationBase": {
         *           "code": "registered-2024",
         *           "name": "Dân số theo Nghị quyết 202/2025/QH15",
         *           "asOf": "2024-12-31",
         *           "source": "Nghị quyết 202/2025/QH15"
         *         }
         *       }
         *     }
         */
        LocalityCounts: {
            localities: components["schemas"]["LocalityCount"][];
            nation: components["schemas"]["NationCount"];
            unplaced: components["schemas"]["Unplaced"];
            provenance: components["schemas"]["LocalityProvenance"];
        };
        /** @description All units of a division. */
        LocalityList: {
            /**
             * @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them.
             * @enum {string}
             */
            division: "2004" | "2025";
            items: components["schemas"]["Locality"][];
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /** @description What the figures rest on: with it the same figures can be asked again. */
        LocalityProvenance: {
            /**
             * Format: date
             * @description The day that the figures are for, in Asia/Ho_Chi_Minh.
             */
            asOf: string;
            /**
             * Format: int64
             * @description The position of the register that they were read at.
             */
            position: number;
            /**
             * Format: date-time
             * @description When that position was recorded; null while nothing is.
             */
            knownAt: string | null;
            /**
             * Format: date-time
             * @description Up to when the national registration had been read for what is counted; a later reading without news is in `/status`.
             */
            sourceReadAt: string | null;
            basis: ("derived" | "confirmed" | "candidate")[];
            status: ("active" | "suspended" | "not-at-address" | "revoked" | "dissolving" | "bankrupt" | "ended" | "unknown")[];
            /** @description Null where all ownerships count. */
            ownership: ("domestic" | "foreign" | "mixed" | "unknown")[] | null;
            /** Format: int32 */
            ruleSet: number;
            /**
             * @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them.
             * @enum {string}
             */
            division: "2004" | "2025";
            populationBase: components["schemas"]["PopulationBase"] | null;
        };
        /** @description Codes to look up at once. */
        LookupRequestInput: {
            /**
             * @description Enterprise codes; the order and repetitions do not matter.
             * @example [
             *       "3750002081",
             *       "0100000000"
             *     ]
             */
            codes: string[];
            /**
             * @description Which list the codes of localities mean; 2025 where absent.
             * @enum {string}
             */
            division?: "2004" | "2025";
            /**
             * Format: date
             * @description As things stood on this day.
             */
            asof?: string;
            /**
             * Format: int64
             * @description As the register knew it at this position.
             */
            knownat?: number;
        };
        /**
         * @description What the codes came to: each stands in one of the two lists.
         * @example {
         *       "items": [
         *         {
         *           "code": "3750002081",
         *           "name": "CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN",
         *           "foreignName": null,
         *           "shortName": null,
         *           "status": "active",
         *           "statusName": "Đang hoạt động",
         *           "legalType": "TNHH1",
         *           "legalTypeName": "Công ty trách nhiệm hữu hạn một thành viên",
         *           "ownership": "domestic",
         *           "foreignSharePercent": 0,
         *           "charterCapitalVnd": "900000000",
         *           "category": "ii",
         *           "basis": "derived",
         *           "division": "2025",
         *           "province": "79",
         *           "provinceName": "Thành phố Hồ Chí Minh",
         *           "commune": "26890",
         *           "communeName": "Phường Hạnh Thông",
         *           "address": "Số nhà 357, tổ 10, Phường 1, Quận Gò Vấp, Thành phố Hồ Chí Minh, Việt Nam",
         *           "registeredOn": "2001-03-17",
         *           "vsic": "2018",
         *           "mainIndustry": "6201",
         *           "industries": [
         *             "6201",
         *             "4212",
         *             "6202"
         *           ],
         *           "classification": {
         *             "basis": "derived",
         *             "ruleSet": 1,
         *             "codes": [
         *               "6201",
         *               "6202"
         *             ],
         *             "registeredOn": "2001-03-17",
         *             "periods": [
         *               {
         *                 "category": "iv",
         *                 "from": "2001-03-17",
         *                 "until": "2006-03-17"
         *               },
         *               {
         *                 "category": "ii",
         *                 "from": "2006-03-17",
         *                 "until": null
         *               }
         *             ]
         *           },
         *           "validFrom": "2020-11-26",
         *           "version": 2,
         *           "position": 2809
         *         }
         *       ],
         *       "unknown": [
         *         {
         *           "code": "0100000000",
         *           "reason": "malformed"
         *         }
         *       ],
         *       "position": 21004
         *     }
         */
        LookupResult: {
            /** @description Those that are known, by code. */
            items: components["schemas"]["Enterprise"][];
            /** @description Those that are not, by code. */
            unknown: {
                code: string;
                /**
                 * @description Why there is none; as the problem types of `GET /enterprises/{code}`.
                 * @enum {string}
                 */
                reason: "malformed" | "dependent-unit" | "not-found" | "not-digital" | "gone";
            }[];
            /** Format: int64 */
            position: number;
        };
        /**
         * @description A raw value and what it means.
         * @example {
         *       "value": "1",
         *       "code": "active",
         *       "origin": "shipped",
         *       "note": "Assumed order of Decree 168/2025/NĐ-CP Art. 35; no public code list",
         *       "by": null,
         *       "at": null,
         *       "enterprises": 18204
         *     }
         */
        Mapping: {
            /** @description The raw value: a code of the feed, or a name where it sends none. Case and blanks around it do not matter. */
            value: string;
            /** @description What it means now; `unknown` where nothing maps it. */
            code: string;
            /**
             * @description Whether the shipped mapping says so, an operator, or nobody.
             * @enum {string}
             */
            origin: "shipped" | "edited" | "none";
            note: string | null;
            /** @description The label of the key. */
            by: string | null;
            /** Format: date-time */
            at: string | null;
            /**
             * Format: int32
             * @description How many enterprises of all trades are read by it now: by their code, else by their name.
             */
            enterprises: number;
        };
        /**
         * @description What a raw value means, and what operators made of it.
         * @example {
         *       "list": "status",
         *       "value": "77",
         *       "code": "active",
         *       "origin": "edited",
         *       "note": "Letter of the registration authority, 20 November 2026",
         *       "by": "operator",
         *       "at": "2026-11-22T03:00:00.000Z",
         *       "enterprises": 12,
         *       "history": [
         *         {
         *           "code": "active",
         *           "note": "Letter of the registration authority, 20 November 2026",
         *           "by": "operator",
         *           "at": "2026-11-22T03:00:00.000Z",
         *           "enterprises": 12,
         *           "position": 3617
         *         }
         *       ],
         *       "position": 3640
         *     }
         */
        MappingDetail: {
            /**
             * @description Which list of codes: legal statuses or legal types.
             * @example status
             * @enum {string}
             */
            list: "status" | "legal-type";
            /** @description The raw value: a code of the feed, or a name where it sends none. Case and blanks around it do not matter. */
            value: string;
            /** @description What it means now; `unknown` where nothing maps it. */
            code: string;
            /**
             * @description Whether the shipped mapping says so, an operator, or nobody.
             * @enum {string}
             */
            origin: "shipped" | "edited" | "none";
            note: string | null;
            /** @description The label of the key. */
            by: string | null;
            /** Format: date-time */
            at: string | null;
            /**
             * Format: int32
             * @description How many enterprises of all trades are read by it now: by their code, else by their name.
             */
            enterprises: number;
            /** @description Its edits, the newest first. */
            history: {
                /** @description A legal status (`active`, `suspended`, `not-at-address`, `revoked`, `dissolving`, `bankrupt`, `ended`) or legal type (`DNTN`, `TNHH1`, `TNHH2`, `CTCP`, `CTHD`). */
                code: string | null;
                note: string;
                /** @description The label of the key. */
                by: string;
                /** Format: date-time */
                at: string;
                /**
                 * Format: int32
                 * @description How many enterprises got a new version by it.
                 */
                enterprises: number;
                /**
                 * Format: int64
                 * @description From this position on it holds: the last one of its block.
                 */
                position: number;
            }[];
            /**
             * Format: int64
             * @description The position of the register that it was read at.
             */
            position: number;
        };
        /**
         * @description An edit of what a raw value means.
         * @example {
         *       "list": "status",
         *       "value": "77",
         *       "code": "active",
         *       "note": "Letter of the registration authority, 20 November 2026",
         *       "by": "operator",
         *       "at": "2026-11-22T03:00:00.000Z",
         *       "enterprises": 12,
         *       "position": 3617
         *     }
         */
        MappingEdit: {
            /**
             * @description Which list of codes: legal statuses or legal types.
             * @example status
             * @enum {string}
             */
            list: "status" | "legal-type";
            /** @description The raw value: a code of the feed, or a name where it sends none. Case and blanks around it do not matter. */
            value: string;
            /** @description A legal status (`active`, `suspended`, `not-at-address`, `revoked`, `dissolving`, `bankrupt`, `ended`) or legal type (`DNTN`, `TNHH1`, `TNHH2`, `CTCP`, `CTHD`). */
            code: string | null;
            note: string;
            /** @description The label of the key. */
            by: string;
            /** Format: date-time */
            at: string;
            /**
             * Format: int32
             * @description How many enterprises got a new version by it.
             */
            enterprises: number;
            /**
             * Format: int64
             * @description From this position on it holds: the last one of its block.
             */
            position: number;
        };
        /** @description What the raw values of a list mean. */
        MappingList: {
            /**
             * @description Which list of codes: legal statuses or legal types.
             * @example status
             * @enum {string}
             */
            list: "status" | "legal-type";
            /** @description In the order of the values. */
            items: components["schemas"]["Mapping"][];
            /** @description The most frequent first. Where neither code nor name is stated, there is nothing to map. */
            unmapped: components["schemas"]["UnmappedValue"][];
            /**
             * Format: int64
             * @description The position of the register that it was read at.
             */
            position: number;
        };
        /**
         * @description What a raw value is to mean from now on.
         * @example {
         *       "code": "active",
         *       "note": "Letter of the registration authority, 20 November 2026"
         *     }
         */
        MappingRequestInput: {
            /** @description A legal status (`active`, `suspended`, `not-at-address`, `revoked`, `dissolving`, `bankrupt`, `ended`) or legal type (`DNTN`, `TNHH1`, `TNHH2`, `CTCP`, `CTHD`). */
            code: string | null;
            /** @description Why, for those who read it later: who said so, in which letter. */
            note: string;
        };
        /** @description The sum of the localities. */
        NationCount: {
            /** Format: int32 */
            i: number;
            /** Format: int32 */
            ii: number;
            /** Format: int32 */
            iii: number;
            /** Format: int32 */
            iv: number;
            /**
             * Format: int32
             * @description Sum of the four categories.
             */
            total: number;
            /** @description Proposed for i and iii and not counted: officers decide on them, until then both categories stay at 0. */
            candidates: {
                /** Format: int32 */
                i: number;
                /** Format: int32 */
                iii: number;
            };
            /** Format: int32 */
            population: number | null;
            /** @description Enterprises per 1,000 people. */
            per1000: number | null;
            /**
             * @description Why there is no density; null where there is one.
             * @enum {string|null}
             */
            noDensity: "no-population-on-this-base" | null;
        };
        /**
         * @description A secret that signs from now on.
         * @example {
         *       "secret": "whsec_VGhpcyBzZWNyZXQgaXMgYW4gZXhhbXBsZSwgbm8gbW9yZS4="
         *     }
         */
        NewSecret: {
            /** @description What deliveries are signed with. Shown only now. */
            secret: string;
        };
        /**
         * @description A webhook with the secret that its receiver needs.
         * @example {
         *       "id": 1,
         *       "url": "https://portal.example.org/registry-changes",
         *       "types": [
         *         "enterprise.registered",
         *         "enterprise.changed"
         *       ],
         *       "provinces": [
         *         "48",
         *         "79"
         *       ],
         *       "categories": null,
         *       "state": "active",
         *       "notice": null,
         *       "position": 3617,
         *       "pending": null,
         *       "secrets": [
         *         {
         *           "createdAt": "2026-11-22T03:00:00.000Z",
         *           "expiresAt": null
         *         }
         *       ],
         *       "createdBy": "portal",
         *       "createdAt": "2026-11-22T03:00:00.000Z",
         *       "secret": "whsec_VGhpcyBzZWNyZXQgaXMgYW4gZXhhbXBsZSwgbm8gbW9yZS4="
         *     }
         */
        NewWebhook: {
            /** Format: int64 */
            id: number;
            url: string;
            types: ("enterprise.registered" | "enterprise.changed" | "enterprise.left" | "enterprise.gone" | "enterprise.returned" | "enterprise.withdrawn" | "reference-data" | "run" | "revert" | "mapping")[];
            provinces: string[] | null;
            categories: ("i" | "ii" | "iii" | "iv")[] | null;
            /** @enum {string} */
            state: "active" | "disabled";
            /** @description Why it is disabled; null while it is active. */
            notice: {
                /**
                 * @description `failures`: too many attempts in a row failed; `gone`: the receiver answered 410; `owner`: by a request.
                 * @enum {string}
                 */
                reason: "failures" | "gone" | "owner";
                /** Format: date-time */
                since: string;
                detail: string;
            } | null;
            /**
             * Format: int64
             * @description Everything up to this position was told.
             */
            position: number;
            /** @description The message that has not arrived yet; later ones wait for it. */
            pending: {
                /** @description `webhook-id` of the message; the same at each attempt. */
                id: string;
                /** Format: int64 */
                until: number;
                /**
                 * Format: int32
                 * @description Attempts that have failed.
                 */
                failures: number;
                /**
                 * Format: date-time
                 * @description Null where it is under way, or disabled.
                 */
                nextAttemptAt: string | null;
            } | null;
            /** @description Those that sign now, the newest first. */
            secrets: {
                /** Format: date-time */
                createdAt: string;
                /**
                 * Format: date-time
                 * @description Until when it signs; null for the newest.
                 */
                expiresAt: string | null;
            }[];
            /** @description The label of the key. */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** @description What deliveries are signed with. Shown only now. */
            secret: string;
        };
        /**
         * @description An enterprise of the feed, whatever its trade, that stands in its province without a commune.
         * @example {
         *       "code": "0100047516",
         *       "name": "CÔNG TY CỔ PHẦN PHẦN MỀM THÍ DỤ",
         *       "address": "Số 1, Phường Cống Vị, Quận Ba Đình, Thành phố Hà Nội",
         *       "addressParts": [
         *         "Thành phố Hà Nội",
         *         "Quận Ba Đình",
         *         "Phường Cống Vị"
         *       ],
         *       "province": "01",
         *       "reason": "divided",
         *       "candidates": [
         *         {
         *           "code": "00008",
         *           "name": "Ngọc Hà",
         *           "type": "phường"
         *         },
         *         {
         *           "code": "00025",
         *           "name": "Giảng Võ",
         *           "type": "phường"
         *         }
         *       ],
         *       "validFrom": "2024-11-20"
         *     }
         */
        OpenAddress: {
            /**
             * @description Enterprise code, which is the tax code: ten digits with a check digit (Decree 168/2025/NĐ-CP Art. 8).
             * @example 3750002081
             */
            code: string;
            name: string;
            /** @description The head office as the feed writes it. */
            address: string;
            /** @description City, district and ward as the feed has them; empty where it says nothing. */
            addressParts: string[];
            /**
             * @description Where it counts: a province of the division of 2025.
             * @example 48
             */
            province: string;
            /**
             * @description Why the commune is open: the old ward was `divided` between several; the district or ward was `abolished` before 2025; the name is that of several (`ambiguous`); or nothing bears it (`unreadable`).
             * @enum {string}
             */
            reason: "divided" | "abolished" | "ambiguous" | "unreadable";
            /** @description The communes that it can be, in the order of their codes; none where too many would do or nothing is known. */
            candidates: {
                code: string;
                name: string;
                /**
                 * @description Ward, commune or special zone.
                 * @enum {string}
                 */
                type: "phường" | "xã" | "đặc khu";
            }[];
            /**
             * Format: date
             * @description The day from which it stands at this address or in this state.
             */
            validFrom: string;
        };
        /**
         * @description One page of a list.
         * @example {
         *       "items": [
         *         {
         *           "code": "0100047516",
         *           "name": "CÔNG TY CỔ PHẦN PHẦN MỀM THÍ DỤ",
         *           "address": "Số 1, Phường Cống Vị, Quận Ba Đình, Thành phố Hà Nội",
         *           "addressParts": [
         *             "Thành phố Hà Nội",
         *             "Quận Ba Đình",
         *             "Phường Cống Vị"
         *           ],
         *           "province": "01",
         *           "reason": "divided",
         *           "candidates": [
         *             {
         *               "code": "00008",
         *               "name": "Ngọc Hà",
         *               "type": "phường"
         *             },
         *             {
         *               "code": "00025",
         *               "name": "Giảng Võ",
         *               "type": "phường"
         *             }
         *           ],
         *           "validFrom": "2024-11-20"
         *         }
         *       ],
         *       "next": null,
         *       "position": 21004
         *     }
         */
        OpenAddressPage: {
            items: components["schemas"]["OpenAddress"][];
            /** @description The `cursor` of the next page; null on the last one. */
            next: string | null;
            /**
             * Format: int64
             * @description How many items all pages hold together; on request.
             */
            total?: number;
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /**
         * @description What a pushed run will hold.
         * @example {
         *       "kind": "delta",
         *       "source": "sandbox",
         *       "sequence": {
         *         "from": 1,
         *         "to": 40
         *       }
         *     }
         */
        OpenRunInput: {
            /**
             * @description `full`: the whole register as it stands; what it lacks is gone. `delta`: what is new.
             * @enum {string}
             */
            kind: "full" | "delta";
            /** @description Who sends it. `sandbox` marks made-up enterprises; a register holds either those or real ones. */
            source: string;
            /** @description The source's own numbers that the run covers, both included. A source that never pushed begins with 1. */
            sequence?: {
                /** Format: int64 */
                from: number;
                /** Format: int64 */
                to: number;
            };
            /**
             * Format: date
             * @description Of a full file: the last day that it tells of.
             */
            cutoff?: string;
        };
        /** @description What a density is reckoned on. */
        PopulationBase: {
            /**
             * @description Base of the population: `registered-2024` has all 34 units, `average-2024` 11 of them, and there is none for the 63. They differ by up to 22 %.
             * @enum {string}
             */
            code: "registered-2024" | "average-2024";
            name: string;
            /** Format: date */
            asOf: string;
            source: string;
        };
        /**
         * @description A problem document (RFC 9457).
         * @example {
         *       "type": "/problems/not-found",
         *       "title": "Not found",
         *       "status": 404,
         *       "detail": "There is nothing at this address."
         *     }
         */
        Problem: {
            /**
             * Format: uri-reference
             * @description What kind of problem this is; stable, meant for programs.
             */
            type: string;
            /** @description The kind in words, in the language that was asked for. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What happened this time, for people. */
            detail: string;
            /**
             * Format: uri-reference
             * @description Names this very failure in the log of the service.
             */
            instance?: string;
            /**
             * Format: int64
             * @description Of a `sequence-gap`: the number that the source goes on with.
             */
            expected?: number;
            /**
             * Format: int64
             * @description Of a `sequence-gap`: the number that came.
             */
            received?: number;
            /** @description Of a `gone` enterprise: its last version. */
            lastVersion?: Record<string, never>;
            /** @description The fields that cannot be used. */
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description What a figure rests on: with it the same figure can be asked again. */
        Provenance: {
            /**
             * Format: date
             * @description The day that the figures are for, in Asia/Ho_Chi_Minh.
             */
            asOf: string;
            /**
             * Format: int64
             * @description The position of the register that they were read at.
             */
            position: number;
            /**
             * Format: date-time
             * @description When that position was recorded; null while nothing is.
             */
            knownAt: string | null;
            /**
             * Format: date-time
             * @description Up to when the national registration had been read for what is counted; a later reading without news is in `/status`.
             */
            sourceReadAt: string | null;
            basis: ("derived" | "confirmed" | "candidate")[];
            status: ("active" | "suspended" | "not-at-address" | "revoked" | "dissolving" | "bankrupt" | "ended" | "unknown")[];
            /** @description Null where all ownerships count. */
            ownership: ("domestic" | "foreign" | "mixed" | "unknown")[] | null;
            /** Format: int32 */
            ruleSet: number;
        };
        /** @description A count that others published, by rules of their own. */
        PublishedFigure: {
            period: string;
            /** Format: date */
            asOf: string;
            /** Format: int32 */
            enterprises: number;
            source: string;
            /** Format: date */
            retrievedOn: string;
            note: string | null;
        };
        /**
         * @description Why somebody does something to a run.
         * @example {
         *       "reason": "The authority confirms the mass dissolution of 2026-11-20."
         *     }
         */
        ReasonInput: {
            /** @description Why; kept with the run for ever. */
            reason: string;
        };
        /**
         * @description How the register stands.
         * @example {
         *       "position": 3604,
         *       "recordedAt": "2026-11-22T01:12:01.000Z",
         *       "lastRun": null,
         *       "lastRunAgeSeconds": null,
         *       "sourceReadAt": null,
         *       "runInProgress": false,
         *       "heldRuns": [],
         *       "expectedSequence": {
         *         "nbrs": 1
         *       },
         *       "enterprises": {
         *         "known": 20000,
         *         "served": 2700,
         *         "unknownStatus": 0,
         *         "unknownLegalType": 0,
         *         "withoutCommune": 310
         *       },
         *       "ruleSet": 1,
         *       "seeds": {
         *         "edition": "5f0c…",
         *         "files": []
         *       }
         *     }
         */
        RegisterStatus: {
            /**
             * Format: int64
             * @description The last position given out.
             */
            position: number;
            /** Format: date-time */
            recordedAt: string | null;
            /** @description The newest run that has succeeded. */
            lastRun: components["schemas"]["Run"] | null;
            /** Format: int64 */
            lastRunAgeSeconds: number | null;
            /**
             * Format: date-time
             * @description The source is read up to this instant.
             */
            sourceReadAt: string | null;
            runInProgress: boolean;
            /** @description Runs that wait for a release. */
            heldRuns: {
                /** Format: int64 */
                id: number;
                source: string;
                gates: components["schemas"]["Gate"][];
            }[];
            /** @description The number that the next delta of each pushing source begins with. */
            expectedSequence: {
                [key: string]: number;
            };
            enterprises: {
                /**
                 * Format: int32
                 * @description Enterprises that the feed has told of, of all trades.
                 */
                known: number;
                /**
                 * Format: int32
                 * @description Digital technology enterprises and candidates, whatever their status.
                 */
                served: number;
                /**
                 * Format: int32
                 * @description Status values that are not mapped; never counted as active.
                 */
                unknownStatus: number;
                /** Format: int32 */
                unknownLegalType: number;
                /**
                 * Format: int32
                 * @description Addresses that leave the commune open.
                 */
                withoutCommune: number;
            };
            /** Format: int32 */
            ruleSet: number | null;
            seeds: {
                /** @description Checksum over all seed files in force. */
                edition: string;
                files: {
                    file: string;
                    sha256: string;
                    /** Format: int32 */
                    rows: number;
                    /** Format: int64 */
                    position: number;
                }[];
            };
        };
        /**
         * @description A record of a run that could not be read. It stops nothing and is not lost.
         * @example {
         *       "id": 7,
         *       "chunk": null,
         *       "line": 1044,
         *       "reason": "invalid-date",
         *       "field": "MainInformation.FOUNDING_DATE",
         *       "code": "0110010011",
         *       "record": {
         *         "MainInformation": {
         *           "FOUNDING_DATE": "31/02/2020"
         *         }
         *       },
         *       "replayedIn": null
         *     }
         */
        Reject: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description The chunk it was sent in.
             */
            chunk: number | null;
            /**
             * Format: int64
             * @description Number of the line within the chunk or file.
             */
            line: number;
            /** @enum {string} */
            reason: "unreadable" | "missing-field" | "invalid-code" | "invalid-date" | "future-date" | "invalid-value" | "unknown-province" | "not-found";
            /** @description The field at fault, in the terms of the feed. */
            field: string | null;
            code: string | null;
            /** @description The record as read, less personal data. */
            record: Record<string, never>;
            /**
             * Format: int64
             * @description The run in which it could be read after all.
             */
            replayedIn: number | null;
        };
        /**
         * @description One page of a list.
         * @example {
         *       "items": [
         *         {
         *           "id": 7,
         *           "chunk": null,
         *           "line": 1044,
         *           "reason": "invalid-date",
         *           "field": "MainInformation.FOUNDING_DATE",
         *           "code": "0110010011",
         *           "record": {
         *             "MainInformation": {
         *               "FOUNDING_DATE": "31/02/2020"
         *             }
         *           },
         *           "replayedIn": null
         *         }
         *       ],
         *       "next": null,
         *       "position": 21004
         *     }
         */
        RejectPage: {
            items: components["schemas"]["Reject"][];
            /** @description The `cursor` of the next page; null on the last one. */
            next: string | null;
            /**
             * Format: int64
             * @description How many items all pages hold together; on request.
             */
            total?: number;
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /**
         * @description A conversion of an enterprise, or an enterprise that it came out of or went into.
         * @example {
         *       "kind": "merger",
         *       "role": "successor",
         *       "code": "0100047516",
         *       "from": null,
         *       "fromName": null,
         *       "to": null,
         *       "toName": null,
         *       "on": "2025-03-01",
         *       "position": 3604
         *     }
         */
        Relation: {
            /**
             * @description Change of legal type (Law on Enterprises 59/2020/QH14 Art. 202–205), or division, separation, consolidation, merger (Art. 198–201).
             * @enum {string}
             */
            kind: "conversion" | "division" | "separation" | "consolidation" | "merger";
            /**
             * @description What the other enterprise is to this one; null for a conversion.
             * @enum {string|null}
             */
            role: "predecessor" | "successor" | null;
            /**
             * @description Enterprise code, which is the tax code: ten digits with a check digit (Decree 168/2025/NĐ-CP Art. 8).
             * @example 3750002081
             */
            code: string | null;
            /** @description Legal type before a conversion. */
            from: string | null;
            fromName: string | null;
            /** @description Legal type after a conversion. */
            to: string | null;
            toName: string | null;
            /**
             * Format: date
             * @description The day from which the first record that tells of it holds.
             */
            on: string;
            /**
             * Format: int64
             * @description Position of the register at which that record was recorded.
             */
            position: number;
        };
        /**
         * @description One page of a list.
         * @example {
         *       "items": [
         *         {
         *           "kind": "merger",
         *           "role": "successor",
         *           "code": "0100047516",
         *           "from": null,
         *           "fromName": null,
         *           "to": null,
         *           "toName": null,
         *           "on": "2025-03-01",
         *           "position": 3604
         *         }
         *       ],
         *       "next": null,
         *       "position": 21004
         *     }
         */
        RelationPage: {
            items: components["schemas"]["Relation"][];
            /** @description The `cursor` of the next page; null on the last one. */
            next: string | null;
            /**
             * Format: int64
             * @description How many items all pages hold together; on request.
             */
            total?: number;
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /**
         * @description A version of the rules that propose a category. The Directive gives no numeric test: a rule proposes, a competent officer decides.
         * @example {
         *       "version": 1,
         *       "startUpYears": 5,
         *       "largeCapitalVnd": 100000000000,
         *       "summary": "Ngành chính thuộc phạm vi ICT: doanh nghiệp công nghệ số …"
         *     }
         */
        RuleSet: {
            /** Format: int32 */
            version: number;
            /**
             * Format: int32
             * @description Until this anniversary of the first registration an enterprise is a start-up.
             */
            startUpYears: number;
            /**
             * Format: int64
             * @description From this charter capital on, in VND, an enterprise with ICT beside its main activity is a candidate for category i.
             */
            largeCapitalVnd: number;
            summary: string;
        };
        /** @description All rule sets, and the one in force. */
        RuleSetList: {
            items: components["schemas"]["RuleSet"][];
            /**
             * Format: int32
             * @description The version that new records are classified by.
             */
            inForce: number;
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /**
         * @description One reading of a feed.
         * @example {
         *       "id": 1,
         *       "source": "nbrs",
         *       "kind": "full",
         *       "mode": "file",
         *       "state": "succeeded",
         *       "scope": {
         *         "cutoff": "2026-11-21"
         *       },
         *       "sequence": null,
         *       "cutoff": "2026-11-21",
         *       "read": 27040,
         *       "new": 20000,
         *       "changed": 6804,
         *       "gone": 0,
         *       "units": 96,
         *       "unchanged": 0,
         *       "skipped": {
         *         "branch": 120,
         *         "business-location": 40,
         *         "household": 20,
         *         "duplicate": 30
         *       },
         *       "rejected": 26,
         *       "unknownFields": {},
         *       "placed": {
         *         "name": 25013,
         *         "succession": 1702,
         *         "divided": 115
         *       },
         *       "placedShare": 0.9957,
         *       "gates": [],
         *       "diff": null,
         *       "resumed": 0,
         *       "timings": {
         *         "read": 210,
         *         "match": 40,
         *         "parse": 520,
         *         "validate": 190,
         *         "classify": 610,
         *         "copy": 380,
         *         "reconcile": 450,
         *         "apply": 980
         *       },
         *       "watermark": "2026-11-21T17:00:00.000Z",
         *       "firstPosition": 16,
         *       "lastPosition": 3604,
         *       "startedAt": "2026-11-22T01:11:58.000Z",
         *       "finishedAt": "2026-11-22T01:12:01.000Z",
         *       "failure": null
         *     }
         */
        Run: {
            /** Format: int64 */
            id: number;
            /** @description The feed: `nbrs` is the national business registration service, `sandbox` its stand-in with made-up enterprises. */
            source: string;
            /**
             * @description A whole file, or what is new since the run before.
             * @enum {string}
             */
            kind: "full" | "delta";
            /**
             * @description How it came: a hand-over file, asked for by the registry, sent to it, or rejects read once more.
             * @enum {string}
             */
            mode: "file" | "pull" | "push" | "replay";
            /**
             * @description `reading` fetches by itself, `open` takes chunks; `committing` waits for its turn or is being recorded (both go on after a kill); `held` waits for a release; `succeeded` can be `reverted`; `failed` left nothing.
             * @enum {string}
             */
            state: "reading" | "open" | "committing" | "held" | "succeeded" | "failed" | "reverted";
            /** @description What was asked for: a cut-off, the instants between which dossiers are read, or numbers; of a run whose chunks the database lost, how many are to be sent again. */
            scope: {
                [key: string]: string;
            };
            /** @description The source's own numbers that it covers. */
            sequence: {
                /** Format: int64 */
                from: number;
                /** Format: int64 */
                to: number;
            } | null;
            /**
             * Format: date
             * @description The last day that a full file tells of.
             */
            cutoff: string | null;
            /**
             * Format: int32
             * @description Records read: the sum of new, changed, unchanged, skipped and rejected once the run has succeeded.
             */
            read: number;
            /**
             * Format: int32
             * @description Enterprises told of for the first time.
             */
            new: number;
            /**
             * Format: int32
             * @description Further versions.
             */
            changed: number;
            /**
             * Format: int32
             * @description Enterprises that the full file no longer has; no records, so not in the sum.
             */
            gone: number;
            /**
             * Format: int32
             * @description States of dependent units that it brought; their records are in `skipped`, so this is not in the sum.
             */
            units: number;
            /** Format: int32 */
            unchanged: number;
            /** @description Records that are no news of an enterprise, by reason. */
            skipped: {
                /** Format: int32 */
                branch: number;
                /** Format: int32 */
                "business-location": number;
                /** Format: int32 */
                household: number;
                /** Format: int32 */
                duplicate: number;
            };
            /**
             * Format: int32
             * @description Records that could not be read; see its rejects.
             */
            rejected: number;
            /** @description Fields that the form of the records does not know: kept out, counted. */
            unknownFields: {
                [key: string]: number;
            };
            /** @description Records read by how their commune was found (`code`, `name`, `succession`) or why it was left open (`divided`, `abolished`, `ambiguous`, `unreadable`). */
            placed: {
                [key: string]: number;
            };
            /** @description Share of the records read whose commune was found; null where none was read. */
            placedShare: number | null;
            /** @description Why it is or was held. */
            gates: components["schemas"]["Gate"][];
            /** @description What it changes, once that is known. */
            diff: components["schemas"]["Diff"] | null;
            /**
             * Format: int32
             * @description How often it was taken up again after it was cut off.
             */
            resumed: number;
            /** @description Milliseconds spent by stage. */
            timings: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description The feed is read up to this instant.
             */
            watermark: string | null;
            /**
             * Format: int64
             * @description The first position of its block; null where nothing changed.
             */
            firstPosition: number | null;
            /** Format: int64 */
            lastPosition: number | null;
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description Why it stopped the last time; a run that goes on keeps it. */
            failure: string | null;
        };
        /**
         * @description One page of a list.
         * @example {
         *       "items": [
         *         {
         *           "id": 1,
         *           "source": "nbrs",
         *           "kind": "full",
         *           "mode": "file",
         *           "state": "succeeded",
         *           "scope": {
         *             "cutoff": "2026-11-21"
         *           },
         *           "sequence": null,
         *           "cutoff": "2026-11-21",
         *           "read": 27040,
         *           "new": 20000,
         *           "changed": 6804,
         *           "gone": 0,
         *           "units": 96,
         *           "unchanged": 0,
         *           "skipped": {
         *             "branch": 120,
         *             "business-location": 40,
         *             "household": 20,
         *             "duplicate": 30
         *           },
         *           "rejected": 26,
         *           "unknownFields": {},
         *           "placed": {
         *             "name": 25013,
         *             "succession": 1702,
         *             "divided": 115
         *           },
         *           "placedShare": 0.9957,
         *           "gates": [],
         *           "diff": null,
         *           "resumed": 0,
         *           "timings": {
         *             "read": 210,
         *             "match": 40,
         *             "parse": 520,
         *             "validate": 190,
         *             "classify": 610,
         *             "copy": 380,
         *             "reconcile": 450,
         *             "apply": 980
         *           },
         *           "watermark": "2026-11-21T17:00:00.000Z",
         *           "firstPosition": 16,
         *           "lastPosition": 3604,
         *           "startedAt": "2026-11-22T01:11:58.000Z",
         *           "finishedAt": "2026-11-22T01:12:01.000Z",
         *           "failure": null
         *         }
         *       ],
         *       "next": null,
         *       "position": 21004
         *     }
         */
        RunPage: {
            items: components["schemas"]["Run"][];
            /** @description The `cursor` of the next page; null on the last one. */
            next: string | null;
            /**
             * Format: int64
             * @description How many items all pages hold together; on request.
             */
            total?: number;
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /**
         * @description How the old secret goes.
         * @example {
         *       "overlap": 86400
         *     }
         */
        SecretRequestInput: {
            /**
             * Format: int32
             * @description Seconds for which the secret until now signs beside the new one; 0 where it has leaked.
             * @default 86400
             */
            overlap: number;
        } | null;
        /**
         * @description The way to at least 100,000 enterprises by 2030.
         * @example {
         *       "target": 100000,
         *       "dueOn": "2030-12-31",
         *       "source": "Directive 01/CT-TTg of 14 January 2020",
         *       "count": 80000,
         *       "reachedShare": 0.8,
         *       "missing": 20000,
         *       "monthsLeft": 49.3,
         *       "neededPerMonth": 405.7,
         *       "published": [
         *         {
         *           "period": "2025",
         *           "asOf": "2025-12-31",
         *           "enterprises": 80000,
         *           "source": "Thanh Niên, 30/12/2025",
         *           "retrievedOn": "2026-11-22",
         *           "note": null
         *         }
         *       ],
         *       "provenance": {
         *         "asOf": "2026-11-22",
         *         "position": 21004,
         *         "knownAt": "2026-11-22T01:12:00.000Z",
         *         "sourceReadAt": "2026-11-22T01:11:00.000Z",
         *         "basis": [
         *           "confirmed",
         *           "derived"
         *         ],
         *         "status": [
         *           "active"
         *         ],
         *         "ownership": null,
         *         "ruleSet": 1
         *       }
         *     }
         */
        TargetProgress: {
            /** Format: int32 */
            target: number;
            /** Format: date */
            dueOn: string;
            source: string;
            /** Format: int32 */
            count: number;
            /** @description Count divided by target. */
            reachedShare: number;
            /** Format: int32 */
            missing: number;
            monthsLeft: number;
            /** @description How many more are needed on average each month; null once the day has passed. */
            neededPerMonth: number | null;
            /** @description The published national series, to compare with; some of it contradicts itself. It is never mixed into the count. */
            published: components["schemas"]["PublishedFigure"][];
            provenance: components["schemas"]["Provenance"];
        };
        /**
         * @description A change of a run's state.
         * @example {
         *       "from": "open",
         *       "to": "committing",
         *       "by": "nbrs-job",
         *       "reason": null,
         *       "at": "2026-11-22T01:12:01.000Z"
         *     }
         */
        Transition: {
            from: string | null;
            to: string;
            /** @description The key that asked for it, or `system`. */
            by: string;
            reason: string | null;
            /** Format: date-time */
            at: string;
        };
        /** @description The states of a run, in order. */
        TransitionList: {
            items: components["schemas"]["Transition"][];
        };
        /**
         * @description A dependent unit of an enterprise as the feed told of it. It is no enterprise and is in no count.
         * @example {
         *       "code": "3750002081-003",
         *       "kind": "branch",
         *       "name": "CHI NHÁNH CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN",
         *       "status": "active",
         *       "statusName": "Đang hoạt động",
         *       "division": "2025",
         *       "province": "79",
         *       "provinceName": "Thành phố Hồ Chí Minh",
         *       "commune": "26890",
         *       "communeName": "Phường Hạnh Thông",
         *       "address": "Số nhà 357, tổ 10, Phường 1, Quận Gò Vấp, Thành phố Hồ Chí Minh, Việt Nam",
         *       "registeredOn": "2001-03-17",
         *       "validFrom": "2020-11-26",
         *       "position": 3604
         *     }
         */
        Unit: {
            /** @description Code of the unit, `NNNNNNNNNN-NNN` (Decree 168/2025/NĐ-CP Art. 8 cl. 5), or the five digits of a business location (cl. 6), which are unique within its enterprise alone. */
            code: string;
            /**
             * @description Branch, representative office or business location; `unknown` where the feed does not tell.
             * @enum {string}
             */
            kind: "branch" | "representative-office" | "business-location" | "unknown";
            name: string | null;
            /**
             * @description Legal status (Decree 168/2025/NĐ-CP Art. 35); `unknown` where the value of the feed is not mapped.
             * @enum {string}
             */
            status: "active" | "suspended" | "not-at-address" | "revoked" | "dissolving" | "bankrupt" | "ended" | "unknown";
            statusName: string;
            /**
             * @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them.
             * @enum {string}
             */
            division: "2004" | "2025";
            /**
             * @description Code of a province or centrally-run city in the division.
             * @example 48
             */
            province: string | null;
            provinceName: string | null;
            /** @description Code of a commune, ward or special zone of the division of 2025. */
            commune: string | null;
            communeName: string | null;
            address: string | null;
            /** Format: date */
            registeredOn: string | null;
            /**
             * Format: date
             * @description The day from which this state holds in the world.
             */
            validFrom: string;
            /**
             * Format: int64
             * @description Position of the register at which this state was recorded.
             */
            position: number;
        };
        /**
         * @description One page of a list.
         * @example {
         *       "items": [
         *         {
         *           "code": "3750002081-003",
         *           "kind": "branch",
         *           "name": "CHI NHÁNH CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN",
         *           "status": "active",
         *           "statusName": "Đang hoạt động",
         *           "division": "2025",
         *           "province": "79",
         *           "provinceName": "Thành phố Hồ Chí Minh",
         *           "commune": "26890",
         *           "communeName": "Phường Hạnh Thông",
         *           "address": "Số nhà 357, tổ 10, Phường 1, Quận Gò Vấp, Thành phố Hồ Chí Minh, Việt Nam",
         *           "registeredOn": "2001-03-17",
         *           "validFrom": "2020-11-26",
         *           "position": 3604
         *         }
         *       ],
         *       "next": null,
         *       "position": 21004
         *     }
         */
        UnitPage: {
            items: components["schemas"]["Unit"][];
            /** @description The `cursor` of the next page; null on the last one. */
            next: string | null;
            /**
             * Format: int64
             * @description How many items all pages hold together; on request.
             */
            total?: number;
            /**
             * Format: int64
             * @description The position of the register that this was read at.
             */
            position: number;
        };
        /**
         * @description A raw value of the register that nothing maps: it is read as `unknown`.
         * @example {
         *       "value": "77",
         *       "name": "Tạm dừng theo quyết định",
         *       "enterprises": 12
         *     }
         */
        UnmappedValue: {
            /** @description The code as the feed sends it; null where it sends none. */
            value: string | null;
            /** @description The name that comes with it. */
            name: string | null;
            /** Format: int32 */
            enterprises: number;
        };
        /** @description Enterprises that no unit of the division can claim: communes put together from two provinces. Nothing is guessed, nothing is lost. */
        Unplaced: {
            /** Format: int32 */
            count: number;
            /** @description By the unit of 2025 in which they stand. */
            groups: {
                /**
                 * @description Code of a province or centrally-run city in the division.
                 * @example 48
                 */
                successor: string;
                /** Format: int32 */
                count: number;
            }[];
        };
        /**
         * @description Who is told of changes, and how far.
         * @example {
         *       "id": 1,
         *       "url": "https://portal.example.org/registry-changes",
         *       "types": [
         *         "enterprise.registered",
         *         "enterprise.changed"
         *       ],
         *       "provinces": [
         *         "48",
         *         "79"
         *       ],
         *       "categories": null,
         *       "state": "active",
         *       "notice": null,
         *       "position": 3617,
         *       "pending": null,
         *       "secrets": [
         *         {
         *           "createdAt": "2026-11-22T03:00:00.000Z",
         *           "expiresAt": null
         *         }
         *       ],
         *       "createdBy": "portal",
         *       "createdAt": "2026-11-22T03:00:00.000Z"
         *     }
         */
        Webhook: {
            /** Format: int64 */
            id: number;
            url: string;
            types: ("enterprise.registered" | "enterprise.changed" | "enterprise.left" | "enterprise.gone" | "enterprise.returned" | "enterprise.withdrawn" | "reference-data" | "run" | "revert" | "mapping")[];
            provinces: string[] | null;
            categories: ("i" | "ii" | "iii" | "iv")[] | null;
            /** @enum {string} */
            state: "active" | "disabled";
            /** @description Why it is disabled; null while it is active. */
            notice: {
                /**
                 * @description `failures`: too many attempts in a row failed; `gone`: the receiver answered 410; `owner`: by a request.
                 * @enum {string}
                 */
                reason: "failures" | "gone" | "owner";
                /** Format: date-time */
                since: string;
                detail: string;
            } | null;
            /**
             * Format: int64
             * @description Everything up to this position was told.
             */
            position: number;
            /** @description The message that has not arrived yet; later ones wait for it. */
            pending: {
                /** @description `webhook-id` of the message; the same at each attempt. */
                id: string;
                /** Format: int64 */
                until: number;
                /**
                 * Format: int32
                 * @description Attempts that have failed.
                 */
                failures: number;
                /**
                 * Format: date-time
                 * @description Null where it is under way, or disabled.
                 */
                nextAttemptAt: string | null;
            } | null;
            /** @description Those that sign now, the newest first. */
            secrets: {
                /** Format: date-time */
                createdAt: string;
                /**
                 * Format: date-time
                 * @description Until when it signs; null for the newest.
                 */
                expiresAt: string | null;
            }[];
            /** @description The label of the key. */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
        };
        /**
         * @description What is to change of a webhook; what is absent stays.
         * @example {
         *       "state": "active"
         *     }
         */
        WebhookChangeInput: {
            /**
             * @description Where to send to: https, on the open internet, on port 443 or one from 1024 on, without user name, password or fragment.
             * @example https://portal.example.org/registry-changes
             */
            url?: string;
            /** @description Which events to tell of. Null for all that are about an enterprise. */
            types?: ("enterprise.registered" | "enterprise.changed" | "enterprise.left" | "enterprise.gone" | "enterprise.returned" | "enterprise.withdrawn" | "reference-data" | "run" | "revert" | "mapping")[] | null;
            /** @description Only enterprises that are or were until now in one of these provinces of the division of 2025; null for all. */
            provinces?: string[] | null;
            /** @description Only enterprises that are or were until now in one of these categories, also as candidates; null for all. */
            categories?: ("i" | "ii" | "iii" | "iv")[] | null;
            /**
             * @description `active` goes on where it stopped, at once; `disabled` stops it.
             * @enum {string}
             */
            state?: "active" | "disabled";
            /**
             * Format: int64
             * @description Go on behind this position, back or forth; what is under way is dropped.
             */
            after?: number;
        };
        /** @description The webhooks of a key. */
        WebhookList: {
            items: components["schemas"]["Webhook"][];
        };
        /**
         * @description What a webhook is to be told, and where.
         * @example {
         *       "url": "https://portal.example.org/registry-changes",
         *       "provinces": [
         *         "48",
         *         "79"
         *       ]
         *     }
         */
        WebhookRequestInput: {
            /**
             * @description Where to send to: https, on the open internet, on port 443 or one from 1024 on, without user name, password or fragment.
             * @example https://portal.example.org/registry-changes
             */
            url: string;
            /**
             * @description Which events to tell of. Null for all that are about an enterprise.
             * @default null
             */
            types: ("enterprise.registered" | "enterprise.changed" | "enterprise.left" | "enterprise.gone" | "enterprise.returned" | "enterprise.withdrawn" | "reference-data" | "run" | "revert" | "mapping")[] | null;
            /**
             * @description Only enterprises that are or were until now in one of these provinces of the division of 2025; null for all.
             * @default null
             */
            provinces: string[] | null;
            /**
             * @description Only enterprises that are or were until now in one of these categories, also as candidates; null for all.
             * @default null
             */
            categories: ("i" | "ii" | "iii" | "iv")[] | null;
            /**
             * Format: int64
             * @description Tell what comes behind this position, from 0; from now on where absent. It is strict, as in the change feed.
             */
            after?: number;
        };
    };
    responses: {
        /** @description Something in the request cannot be used; `errors` names it. */
        BadRequest: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid-request",
                 *       "title": "Invalid request",
                 *       "status": 400,
                 *       "detail": "Cannot be used: limit.",
                 *       "errors": [
                 *         {
                 *           "path": "limit",
                 *           "message": "must be a whole number from 1 to 1000"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is over the limit. */
        BodyTooLarge: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/body-too-large",
                 *       "title": "Body too large",
                 *       "status": 413,
                 *       "detail": "The body of the request is over the limit."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not fit with what is there; `type` tells why. */
        Conflict: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/wrong-state",
                 *       "title": "Not possible in this state",
                 *       "status": 409,
                 *       "detail": "What is asked for is not possible in the present state."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key lacks the scope that is needed. */
        Forbidden: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/forbidden",
                 *       "title": "Not allowed",
                 *       "status": 403,
                 *       "detail": "This key lacks the scope that is needed."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is no longer there. */
        Gone: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/gone",
                 *       "title": "No longer registered",
                 *       "status": 410,
                 *       "detail": "The enterprise is no longer in the business registration."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no answer in a form that Accept names. */
        NotAcceptable: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-acceptable",
                 *       "title": "No acceptable format",
                 *       "status": 406,
                 *       "detail": "What is asked for does not exist in a format that Accept names."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing; `type` tells why. */
        NotFound: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-found",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "detail": "There is nothing at this address."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Any other problem. */
        OtherProblem: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unavailable",
                 *       "title": "Temporarily unavailable",
                 *       "status": 503,
                 *       "detail": "The database is away for the moment; try again."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something unexpected went wrong. */
        ServerError: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/internal",
                 *       "title": "Server error",
                 *       "status": 500,
                 *       "detail": "Something unexpected went wrong; it has been logged."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The requests allowed in a minute are used up. */
        TooManyRequests: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/too-many-requests",
                 *       "title": "Too many requests",
                 *       "status": 429,
                 *       "detail": "The requests allowed in a minute are used up; try again later."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A key is needed, or the one that came is not valid. */
        Unauthenticated: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unauthenticated",
                 *       "title": "Key required",
                 *       "status": 401,
                 *       "detail": "This request needs a valid key."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database is away for the moment. */
        Unavailable: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unavailable",
                 *       "title": "Temporarily unavailable",
                 *       "status": 503,
                 *       "detail": "The database is away for the moment; try again."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body has a type or coding that is not taken here. */
        UnsupportedMediaType: {
            headers: {
                "API-Version": components["headers"]["API-Version"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unsupported-media-type",
                 *       "title": "Unsupported media type",
                 *       "status": 415,
                 *       "detail": "This address does not take that content type."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Version of the API.
         * @example 0.1.0
         */
        "API-Version": string;
        /**
         * @description Open for reading from any origin.
         * @example *
         */
        "Access-Control-Allow-Origin": "*";
        /**
         * @description Strong tag of this very representation, for `If-None-Match` (RFC 9110).
         * @example "21004.20261122.pA3xq0Zr5t_1kLmN"
         */
        ETag: string;
        /**
         * @description The next page, `rel="next"` (RFC 8288).
         * @example </v1/enterprises?cursor=pA3x>; rel="next"
         */
        Link: string;
        /**
         * @description What is left of the limit: `r` requests for the next `t` seconds (IETF draft ratelimit-headers).
         * @example "address";r=1187;t=42
         */
        RateLimit: string;
        /**
         * @description The limit of this caller: `q` requests in `w` seconds, by address or, with a key, by key.
         * @example "address";q=1200;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description Seconds after which to try again.
         * @example 5
         */
        "Retry-After": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listLocalities: {
        parameters: {
            query?: {
                /** @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them. */
                division?: "2004" | "2025";
                /** @description Names and types as they were on that day; today where absent, the last day of its validity for the division of 2004. */
                on?: string;
                /** @description The form of the answer; goes before Accept. */
                format?: "json" | "ndjson" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All units of a division. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocalityList"];
                    /** @example {"code":"3750002081"} */
                    "application/x-ndjson": string;
                    /**
                     * @example code,name
                     *     3750002081,CÔNG TY TNHH PHẦN MỀM LẪM GIÊNG NGOAN
                     */
                    "text/csv": string;
                    /** @example  */
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getLocality: {
        parameters: {
            query?: {
                /** @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them. */
                division?: "2004" | "2025";
                /** @description Names and types as they were on that day; today where absent, the last day of its validity for the division of 2004. */
                on?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Code of a province or centrally-run city in the division.
                 * @example 48
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A province or centrally-run city. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Locality"];
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listCommunes: {
        parameters: {
            query?: {
                /** @description Names and types as they were on that day; today where absent, the last day of its validity for the division of 2004. */
                on?: string;
                /** @description The form of the answer; goes before Accept. */
                format?: "json" | "ndjson" | "csv" | "xlsx";
            };
            header?: never;
            path: {
                /**
                 * @description Code of a province or centrally-run city in the division.
                 * @example 48
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The communes of a unit of 2025. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommuneList"];
                    /** @example {"code":"3750002081"} */
                    "application/x-ndjson": string;
                    /**
                     * @example code,name
                     *     3750002081,CÔNG TY TNHH PHẦN MỀM LẪM GIÊNG NGOAN
                     */
                    "text/csv": string;
                    /** @example  */
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listIndustries: {
        parameters: {
            query?: {
                /** @description Version of the Vietnam Standard Industrial Classification: `2018` (Decision 27/2018/QĐ-TTg) or `2025` (Decision 36/2025/QĐ-TTg, in force since 15 November 2025). The same code can mean different things in each. */
                vsic?: "2018" | "2025";
                /** @description Whether the OECD list of the ICT sector has it; only `yes` makes an enterprise digital. */
                scope?: "yes" | "no" | "review" | "partly";
                /** @description The form of the answer; goes before Accept. */
                format?: "json" | "ndjson" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Industry codes of the ICT sector in both versions. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndustryList"];
                    /** @example {"code":"3750002081"} */
                    "application/x-ndjson": string;
                    /**
                     * @example code,name
                     *     3750002081,CÔNG TY TNHH PHẦN MỀM LẪM GIÊNG NGOAN
                     */
                    "text/csv": string;
                    /** @example  */
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listEnterprises: {
        parameters: {
            query?: {
                /** @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them. */
                division?: "2004" | "2025";
                /** @description Code of a province or centrally-run city in the division. Example: `48`. */
                province?: string;
                /** @description Code of a commune, ward or special zone of the division of 2025. */
                commune?: string;
                /** @description Categories, parted by commas. */
                category?: ("i" | "ii" | "iii" | "iv")[];
                /** @description Legal statuses, parted by commas. */
                status?: ("active" | "suspended" | "not-at-address" | "revoked" | "dissolving" | "bankrupt" | "ended" | "unknown")[];
                /** @description Bases, parted by commas; candidates only if asked for. */
                basis?: ("derived" | "confirmed" | "candidate")[];
                /** @description Ownerships, parted by commas; all of them count. */
                ownership?: ("domestic" | "foreign" | "mixed" | "unknown")[];
                /** @description A VSIC code or the beginning of one, among all activities. */
                industry?: string;
                /** @description Legal types, parted by commas. */
                legaltype?: ("DNTN" | "TNHH1" | "TNHH2" | "CTCP" | "CTHD" | "unknown")[];
                /** @description First registered on this day or later. */
                registeredfrom?: string;
                /** @description First registered on this day or before. */
                registeredto?: string;
                /** @description Changed behind this position of the register. */
                changedafter?: number;
                /** @description Words of the name (Vietnamese, foreign or short) in any order, marks and case do not matter, the last one may be a beginning; or a code or its beginning. */
                q?: string;
                /** @description Whether to count all enterprises of the question. */
                total?: boolean;
                /** @description By code, name without marks, day of registration, charter capital (none comes first), or position of the last change; `-` turns it round. */
                sort?: "code" | "-code" | "name" | "-name" | "registered" | "-registered" | "capital" | "-capital" | "changed" | "-changed";
                /** @description As things stood in the world on this day, in Asia/Ho_Chi_Minh. */
                asof?: string;
                /** @description As the register knew it at this position, or at this instant (RFC 3339). Inside a block it means the block before it. */
                knownat?: string;
                /** @description Where the page begins: `next` of the page before it, sent with the same filters. */
                cursor?: string;
                /** @description How many items a page holds at most. Where absent 50, and in other forms than JSON the whole list. */
                limit?: number;
                /** @description The form of the answer; goes before Accept. Other forms than JSON hold the whole list, if no limit is given. */
                format?: "json" | "ndjson" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of a list. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnterprisePage"];
                    /** @example {"code":"3750002081"} */
                    "application/x-ndjson": string;
                    /**
                     * @example code,name
                     *     3750002081,CÔNG TY TNHH PHẦN MỀM LẪM GIÊNG NGOAN
                     */
                    "text/csv": string;
                    /** @example  */
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getEnterprise: {
        parameters: {
            query?: {
                /** @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them. */
                division?: "2004" | "2025";
                /** @description As things stood in the world on this day, in Asia/Ho_Chi_Minh. */
                asof?: string;
                /** @description As the register knew it at this position, or at this instant (RFC 3339). Inside a block it means the block before it. */
                knownat?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Enterprise code, which is the tax code: ten digits with a check digit (Decree 168/2025/NĐ-CP Art. 8).
                 * @example 3750002081
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An enterprise as the register has it now. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enterprise"];
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listEnterpriseVersions: {
        parameters: {
            query?: {
                /** @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them. */
                division?: "2004" | "2025";
                /** @description As the register knew it at this position, or at this instant (RFC 3339). Inside a block it means the block before it. */
                knownat?: string;
                /** @description Where the page begins: `next` of the page before it, sent with the same filters. */
                cursor?: string;
                /** @description How many items a page holds at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Enterprise code, which is the tax code: ten digits with a check digit (Decree 168/2025/NĐ-CP Art. 8).
                 * @example 3750002081
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of a list. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnterpriseVersionPage"];
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    lookUpEnterprises: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookupRequestInput"];
            };
        };
        responses: {
            /** @description What the codes came to: each stands in one of the two lists. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookupResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            406: components["responses"]["NotAcceptable"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listUnits: {
        parameters: {
            query?: {
                /** @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them. */
                division?: "2004" | "2025";
                /** @description As things stood in the world on this day, in Asia/Ho_Chi_Minh. */
                asof?: string;
                /** @description As the register knew it at this position, or at this instant (RFC 3339). Inside a block it means the block before it. */
                knownat?: string;
                /** @description Where the page begins: `next` of the page before it, sent with the same filters. */
                cursor?: string;
                /** @description How many items a page holds at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Enterprise code, which is the tax code: ten digits with a check digit (Decree 168/2025/NĐ-CP Art. 8).
                 * @example 3750002081
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of a list. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnitPage"];
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listRelations: {
        parameters: {
            query?: {
                /** @description As things stood in the world on this day, in Asia/Ho_Chi_Minh. */
                asof?: string;
                /** @description As the register knew it at this position, or at this instant (RFC 3339). Inside a block it means the block before it. */
                knownat?: string;
                /** @description Where the page begins: `next` of the page before it, sent with the same filters. */
                cursor?: string;
                /** @description How many items a page holds at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Enterprise code, which is the tax code: ten digits with a check digit (Decree 168/2025/NĐ-CP Art. 8).
                 * @example 3750002081
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of a list. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Link: components["headers"]["Link"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelationPage"];
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listCategories: {
        parameters: {
            query?: {
                /** @description The form of the answer; goes before Accept. */
                format?: "json" | "ndjson" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The four categories. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryList"];
                    /** @example {"code":"3750002081"} */
                    "application/x-ndjson": string;
                    /**
                     * @example code,name
                     *     3750002081,CÔNG TY TNHH PHẦN MỀM LẪM GIÊNG NGOAN
                     */
                    "text/csv": string;
                    /** @example  */
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listRuleSets: {
        parameters: {
            query?: {
                /** @description The form of the answer; goes before Accept. */
                format?: "json" | "ndjson" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All rule sets, and the one in force. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleSetList"];
                    /** @example {"code":"3750002081"} */
                    "application/x-ndjson": string;
                    /**
                     * @example code,name
                     *     3750002081,CÔNG TY TNHH PHẦN MỀM LẪM GIÊNG NGOAN
                     */
                    "text/csv": string;
                    /** @example  */
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    countByLocality: {
        parameters: {
            query?: {
                /** @description Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them. */
                division?: "2004" | "2025";
                /** @description Base of the population: `registered-2024` has all 34 units, `average-2024` 11 of them, and there is none for the 63. They differ by up to 22 %. */
                base?: "registered-2024" | "average-2024";
                /** @description Legal statuses, parted by commas. */
                status?: ("active" | "suspended" | "not-at-address" | "revoked" | "dissolving" | "bankrupt" | "ended" | "unknown")[];
                /** @description Bases, parted by commas; candidates only if asked for. */
                basis?: ("derived" | "confirmed" | "candidate")[];
                /** @description Ownerships, parted by commas; all of them count. */
                ownership?: ("domestic" | "foreign" | "mixed" | "unknown")[];
                /** @description The form of the answer; goes before Accept. */
                format?: "json" | "ndjson" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts for every unit of a division, also where they are zero. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocalityCounts"];
                    /** @example {"code":"3750002081"} */
                    "application/x-ndjson": string;
                    /**
                     * @example code,name
                     *     3750002081,CÔNG TY TNHH PHẦN MỀM LẪM GIÊNG NGOAN
                     */
                    "text/csv": string;
                    /** @example  */
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getTargetProgress: {
        parameters: {
            query?: {
                /** @description Legal statuses, parted by commas. */
                status?: ("active" | "suspended" | "not-at-address" | "revoked" | "dissolving" | "bankrupt" | "ended" | "unknown")[];
                /** @description Bases, parted by commas; candidates only if asked for. */
                basis?: ("derived" | "confirmed" | "candidate")[];
                /** @description Ownerships, parted by commas; all of them count. */
                ownership?: ("domestic" | "foreign" | "mixed" | "unknown")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The way to at least 100,000 enterprises by 2030. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetProgress"];
                };
            };
            /** @description The representation that `If-None-Match` names is still the present one. */
            304: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next` of the page before it, sent with the same filters. */
                cursor?: string;
                /** @description How many items a page holds at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of a list. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    openRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenRunInput"];
            };
        };
        responses: {
            /** @description One reading of a feed. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description One reading of a feed. */
            201: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a run.
                 * @example 1
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One reading of a feed. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    abandonRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a run.
                 * @example 1
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One reading of a feed. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listRejects: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next` of the page before it, sent with the same filters. */
                cursor?: string;
                /** @description How many items a page holds at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Number of a run.
                 * @example 1
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of a list. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the register stands. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterStatus"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    putChunk: {
        parameters: {
            query?: never;
            header?: {
                /** @description SHA-256 over the body as sent, RFC 9530: `sha-256=:base64:`. A chunk that does not match is refused. */
                "content-digest"?: string;
                /** @description `gzip`, or none. */
                "content-encoding"?: string;
                /** @description How many records it holds; another number is refused. */
                "record-count"?: string;
            };
            path: {
                /**
                 * @description Number of a run.
                 * @example 1
                 */
                run: number;
                /**
                 * @description Number of the chunk, from 1 without gaps.
                 * @example 1
                 */
                number: number;
            };
            cookie?: never;
        };
        /** @description NDJSON. */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description A part of a run that has arrived whole. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chunk"];
                };
            };
            /** @description A part of a run that has arrived whole. */
            201: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chunk"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listChunks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a run.
                 * @example 1
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chunks of a run. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChunkList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listTransitions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a run.
                 * @example 1
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The states of a run, in order. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransitionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    commitRun: {
        parameters: {
            query?: {
                /** @description Whether only to say what would change. */
                dryrun?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Number of a run.
                 * @example 1
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommitRunInput"];
            };
        };
        responses: {
            /** @description What a commit would do; nothing is applied and the run stays open. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description One reading of a feed. */
            202: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    releaseRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a run.
                 * @example 1
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInput"];
            };
        };
        responses: {
            /** @description One reading of a feed. */
            202: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    revertRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a run.
                 * @example 1
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInput"];
            };
        };
        responses: {
            /** @description One reading of a feed. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    replayRejects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a run.
                 * @example 1
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One reading of a feed. */
            201: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listMappings: {
        parameters: {
            query: {
                /**
                 * @description Which list of codes: legal statuses or legal types.
                 * @example status
                 */
                list: "status" | "legal-type";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the raw values of a list mean. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Which list of codes: legal statuses or legal types.
                 * @example status
                 */
                list: "status" | "legal-type";
                /**
                 * @description The raw value, percent-encoded. Case and blanks around it do not matter.
                 * @example 1
                 */
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a raw value means, and what operators made of it. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingDetail"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    editMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Which list of codes: legal statuses or legal types.
                 * @example status
                 */
                list: "status" | "legal-type";
                /**
                 * @description The raw value, percent-encoded. Case and blanks around it do not matter.
                 * @example 1
                 */
                value: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MappingRequestInput"];
            };
        };
        responses: {
            /** @description An edit of what a raw value means. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingEdit"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listOpenAddresses: {
        parameters: {
            query?: {
                /** @description Code of a province of the division of 2025. Example: `48`. */
                province?: string;
                /** @description Why the commune is open: the old ward was `divided` between several; the district or ward was `abolished` before 2025; the name is that of several (`ambiguous`); or nothing bears it (`unreadable`). */
                reason?: "divided" | "abolished" | "ambiguous" | "unreadable";
                /** @description Where the page begins: `next` of the page before it, sent with the same filters. */
                cursor?: string;
                /** @description How many items a page holds at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of a list. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAddressPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks of a key. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequestInput"];
            };
        };
        responses: {
            /** @description A webhook with the secret that its receiver needs. */
            201: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a webhook.
                 * @example 1
                 */
                webhook: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is told of changes, and how far. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a webhook.
                 * @example 1
                 */
                webhook: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is told of changes, and how far. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a webhook.
                 * @example 1
                 */
                webhook: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChangeInput"];
            };
        };
        responses: {
            /** @description Who is told of changes, and how far. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next` of the page before it, sent with the same filters. */
                cursor?: string;
                /** @description How many items a page holds at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Number of a webhook.
                 * @example 1
                 */
                webhook: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of a list. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a webhook.
                 * @example 1
                 */
                webhook: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One attempt to tell a webhook something. */
            200: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Number of a webhook.
                 * @example 1
                 */
                webhook: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretRequestInput"];
            };
        };
        responses: {
            /** @description A secret that signs from now on. */
            201: {
                headers: {
                    "API-Version": components["headers"]["API-Version"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
            default: components["responses"]["OtherProblem"];
        };
    };
}
