-- What is shown is a small part of all versions, and always current, present and mostly active: taken for independent, the
-- planner expects a handful of rows where there are thousands, and sorts them for a page of fifty.
CREATE STATISTICS "enterprise_versions_shown_statistics" (mcv) ON "is_current", "presence", "basis", "status", "category_before", "category_after" FROM "enterprise_versions";
