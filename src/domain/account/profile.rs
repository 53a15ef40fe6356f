//! What a person says of themselves.

use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use crate::domain::Domain;
use crate::domain::error::{Error, Problem, ProblemCode, Result};
use crate::domain::identity::{Username, take_username};
use crate::domain::input::Input;
use crate::domain::rendering;
use crate::domain::text::is_blank;
use crate::entity::user::{self, UserRow};
use crate::viewer::SignedIn;

/// Characters of the longest bio.
const MAX_BIO: usize = 2_000;

/// A change of one's profile. `None`: unchanged; `Some(None)`: cleared.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    pub username: Option<Option<String>>,
    pub display_name: Option<Option<String>>,
    pub bio: Option<Option<String>>,
    pub website_url: Option<Option<String>>,
    pub location: Option<Option<String>>,
}

/// Changes one's own profile.
pub async fn update_profile(domain: &Domain, person: &SignedIn, change: ProfileChange) -> Result<UserRow> {
    let now = domain.clock.now();
    let mut input = Input::default();
    let mut row = user::ActiveModel { id: Set(person.user_id), updated_at: Set(now), ..Default::default() };
    let username =
        change.username.map(|name| Username::read(&mut input, name.as_deref().unwrap_or_default()));
    if let Some(name) = change.display_name {
        let name =
            input.line("display_name", "The display name", name.as_deref().unwrap_or_default(), 1..=80);
        row.search_name = Set(name.to_lowercase());
        row.display_name = Set(name);
    }
    let bio = change.bio.map(|bio| {
        bio.map(|bio| input.text("bio", "The bio", &bio, 0..=MAX_BIO)).filter(|bio| !is_blank(bio))
    });
    if let Some(url) = change.website_url {
        row.website_url = Set(input.optional_url("website_url", "The website", url.as_deref()));
    }
    if let Some(location) = change.location {
        row.location = Set(input.optional_line("location", "The location", location.as_deref(), 100));
    }
    input.finish()?;
    if let Some(bio) = bio {
        row.bio_html = Set(match &bio {
            Some(bio) => Some(rendering::render(bio, "bio", MAX_BIO).await?),
            None => None,
        });
        row.bio = Set(bio);
    }
    let transaction = domain.database.begin().await?;
    if let Some(username) = username {
        if !take_username(&transaction, &username, person.user_id, now).await? {
            let message = format!("The username \"{}\" is taken.", username.as_str());
            return Err(Problem::new(ProblemCode::Taken, message).at("username").into());
        }
        row.username = Set(username.as_str().to_owned());
    }
    let user = match row.update(&transaction).await {
        Err(sea_orm::DbErr::RecordNotUpdated) => return Err(Error::Unauthenticated),
        user => user?,
    };
    transaction.commit().await?;
    Ok(user.into())
}
