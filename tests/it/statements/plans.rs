//! How SQLite finds the rows of nested lists: from the page's ids to their rows, whatever else a parent has.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use serde_json::json;

use super::{FIELDS, world};
use crate::support::TestApp;

/// A step of a plan: the step that it is part of, 0 for the statement itself, and what it does.
type Step = (i32, String);

async fn plan(app: &TestApp, sql: &str) -> Vec<Step> {
    // What is not bound counts as NULL, which no plan depends on.
    let statement = Statement::from_string(DatabaseBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"));
    let rows = app.domain.database.reader().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(1).unwrap(), row.try_get_by_index(3).unwrap())).collect()
}

/// The alias of the table whose ids make the page.
fn paged(sql: &str) -> &str {
    let (before, _) = sql.split_once(".id IN (SELECT ").unwrap_or_else(|| panic!("no page: {sql}"));
    before.rsplit(' ').next().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nested_list_reads_the_rows_of_the_page_and_no_others() {
    let app = TestApp::new().await;
    if app.is_postgres() {
        return;
    }
    let (alice, _) = world(&app, 2).await;
    app.take_statements();
    // One parent has another statement than several.
    for (_, _, _, query) in FIELDS.iter().filter(|(_, _, _, query)| query.contains("$n")) {
        for n in [1, 2] {
            alice.ask(&format!("query ($n: Int!) {{ {query} }}"), json!({ "n": n })).await;
        }
    }
    // As the lists are sorted in other ways, too.
    for field in ["PUBLISHED_AT", "UPDATED_AT", "REACTION_COUNT", "COMMENT_COUNT"] {
        for direction in ["ASC", "DESC"] {
            let order = format!("orderBy: {{ field: {field}, direction: {direction} }}");
            let query = format!(
                "{{ users {{ nodes {{ posts({order}) {{ nodes {{ id }} }} }} }} tags {{ nodes {{ posts({order}) {{ nodes {{ id }} }} }} }} viewer {{ posts {{ nodes {{ id }} }} }} }}"
            );
            alice.ask(&query, json!({})).await;
        }
    }
    let statements: BTreeSet<String> = app.take_statements().into_iter().collect();
    let mut count = 0;
    for sql in
        statements.iter().filter(|sql| sql.starts_with("SELECT parent.id, ") && sql.contains(" LIMIT "))
    {
        let steps = plan(&app, sql).await;
        let scanned: Vec<_> = steps.iter().filter(|(_, step)| step.starts_with("SCAN ")).collect();
        let only_ids = scanned.iter().all(|(_, step)| {
            let is_given =
                ["json_each", "CONSTANT ROW", "(subquery"].iter().any(|given| step.contains(given));
            is_given || matches!(step.as_str(), "SCAN counted" | "SCAN parent")
        });
        assert!(only_ids, "{sql}\n{steps:#?}");
        if sql.contains("count(*)") {
            continue;
        }
        count += 1;
        let by_id = format!("SEARCH {} USING INDEX sqlite_autoindex_", paged(sql));
        let found = steps
            .iter()
            .filter(|(within, step)| *within == 0 && step.starts_with(&by_id) && step.ends_with(" (id=?)"));
        assert_eq!(found.count(), 1, "{sql}\n{steps:#?}");
    }
    assert!(count >= 20, "{count} nested lists");
}
