//! Comments under posts.

mod add;
mod change;
mod erase;

pub use add::{Added, Commenter, NewComment, add_comment};
pub use change::{delete_comment, update_comment};
pub(crate) use erase::erase_deleted;

use super::error::Result;
use super::input::Input;
use super::rendering;

/// Characters of the longest comment.
pub const MAX_BODY: usize = 10_000;
/// How deep comments nest; a reply to the deepest stands beside it.
pub const MAX_DEPTH: i32 = 10;

fn read_body(body: &str) -> Result<String> {
    let mut input = Input::default();
    let body = input.text("body_markdown", "The comment", body, 1..=MAX_BODY);
    input.finish()?;
    Ok(body)
}

async fn render_body(body: &str) -> Result<String> {
    rendering::render(body, "body_markdown", MAX_BODY).await
}
