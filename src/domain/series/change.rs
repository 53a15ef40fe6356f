//! Beginning, changing and ending a series.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait};
use uuid::Uuid;

use super::{find_own, place, slug};
use crate::domain::Domain;
use crate::domain::error::{Error, Fault, Problem, ProblemCode, Result};
use crate::domain::input::{Input, invalid};
use crate::domain::policy;
use crate::domain::text::{self, is_blank};
use crate::entity::series::{self, Model as Series};
use crate::entity::sql::Sql;
use crate::viewer::{SignedIn, Viewer};

const MAX_TITLE: usize = 200;
const MAX_DESCRIPTION: usize = 2_000;

/// How often another slug is tried when somebody takes the one just found free.
const ATTEMPTS: usize = 5;

/// What somebody gives to begin a series.
#[derive(Clone, Debug, Default)]
pub struct NewSeries {
    pub title: String,
    pub description: Option<String>,
    /// Made from the title when there is none.
    pub slug: Option<String>,
}

/// A change of a series. `None`: unchanged; `Some(None)`: cleared.
#[derive(Clone, Debug, Default)]
pub struct SeriesChange {
    pub title: Option<String>,
    pub description: Option<Option<String>>,
    /// All posts that it then holds, in order.
    pub post_ids: Option<Vec<Uuid>>,
}

/// Begins a series without posts.
pub async fn create_series(domain: &Domain, person: &SignedIn, new: NewSeries) -> Result<Series> {
    if !policy::can_write(&Viewer::SignedIn(*person)) {
        return Err(Error::Forbidden("Only authors write series."));
    }
    let mut input = Input::default();
    let title = title(&mut input, &new.title);
    let description = description(&mut input, new.description.as_deref());
    let given = input.optional_line("slug", "The slug", new.slug.as_deref(), text::slug::MAX);
    // One that is too long was told so.
    if given.as_deref().is_some_and(|slug| slug.len() <= text::slug::MAX && !text::slug::is_valid(slug)) {
        let rule = "The slug must hold only letters a to z, digits and single hyphens between them.";
        input.refuse(invalid("slug", rule));
    }
    input.finish()?;
    let transaction = domain.database.begin().await?;
    let mut series = Series {
        id: domain.clock.new_id(),
        author_id: Some(person.user_id),
        slug: String::new(),
        title,
        description,
        created_at: domain.clock.now(),
    };
    for _ in 0..ATTEMPTS {
        series.slug = match &given {
            Some(given) => given.clone(),
            None => slug::free(&transaction, &series.title).await?,
        };
        if insert(&transaction, &series).await? {
            transaction.commit().await?;
            return Ok(series);
        }
        if let Some(given) = given {
            let message = format!("The slug \"{given}\" is taken.");
            return Err(Problem::new(ProblemCode::Taken, message).at("slug").into());
        }
    }
    Err(Fault::Other(format!("no free slug was found for a series called {:?}", series.title)).into())
}

/// Whether the slug was free.
async fn insert(transaction: &impl sea_orm::ConnectionTrait, series: &Series) -> Result<bool> {
    let mut sql = Sql::new(
        transaction.get_database_backend(),
        "INSERT INTO series (id, author_id, slug, title, description, created_at) VALUES (",
    );
    sql.bind(series.id).push(", ").bind(series.author_id).push(", ").bind(series.slug.as_str());
    sql.push(", ").bind(series.title.as_str()).push(", ").bind(series.description.clone()).push(", ");
    sql.bind(series.created_at).push(") ON CONFLICT (slug) DO NOTHING");
    Ok(sql.execute(transaction).await? == 1)
}

/// Changes one's own series, and the posts in it.
pub async fn update_series(
    domain: &Domain,
    person: &SignedIn,
    series_id: Uuid,
    change: SeriesChange,
) -> Result<Series> {
    let mut input = Input::default();
    let title = change.title.as_ref().map(|text| title(&mut input, text));
    let description = change.description.as_ref().map(|text| description(&mut input, text.as_deref()));
    let now = domain.clock.now();
    let transaction = domain.database.begin().await?;
    let before = find_own(&transaction, person, series_id, "series_id").await?;
    input.finish()?;
    if let Some(post_ids) = &change.post_ids {
        place::set(&transaction, person, series_id, post_ids, now).await?;
    }
    let mut after = before.clone();
    after.title = title.unwrap_or(after.title);
    after.description = description.unwrap_or(after.description);
    if after != before {
        let row = series::ActiveModel {
            id: Set(series_id),
            title: Set(after.title.clone()),
            description: Set(after.description.clone()),
            ..Default::default()
        };
        row.update(&transaction).await?;
    }
    transaction.commit().await?;
    Ok(after)
}

/// Ends one's own series. Its posts stay, and stand in none.
pub async fn delete_series(domain: &Domain, person: &SignedIn, series_id: Uuid) -> Result<Uuid> {
    let transaction = domain.database.begin().await?;
    find_own(&transaction, person, series_id, "series_id").await?;
    series::Entity::delete_by_id(series_id).exec(&transaction).await?;
    transaction.commit().await?;
    Ok(series_id)
}

fn title(input: &mut Input, title: &str) -> String {
    input.line("title", "The title", title, 1..=MAX_TITLE)
}

fn description(input: &mut Input, description: Option<&str>) -> Option<String> {
    let description = input.text("description", "The description", description?, 0..=MAX_DESCRIPTION);
    (!is_blank(&description)).then_some(description)
}
