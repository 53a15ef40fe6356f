//! Rendering as commands do it: within a bound, beside the async threads where it takes long, and before a transaction
//! begins, which would keep other writers waiting for it.

use std::sync::{Arc, LazyLock};

use tokio::sync::Semaphore;

use super::error::{Error, Fault, Problem, ProblemCode, Result};
use super::text::{self, Rendered, TooMuchHtml};

/// Bytes of Markdown from which it is rendered on a thread of its own. Below, handing it over costs about as much as an
/// honest text takes, and a hostile one takes a few milliseconds.
const LONG: usize = 4 * 1024;

/// As many texts at once as there are cores, so that a flood of them cannot starve the rest.
static CORES: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from))));

/// HTML, and all that is derived from it, of a text that may have so many characters.
pub(super) async fn process(markdown: &str, field: &'static str, max_length: usize) -> Result<Rendered> {
    run(markdown, field, max_length, text::process_within).await
}

/// The HTML alone.
pub(super) async fn render(markdown: &str, field: &'static str, max_length: usize) -> Result<String> {
    run(markdown, field, max_length, text::render_within).await
}

async fn run<T: Send + 'static>(
    markdown: &str,
    field: &'static str,
    max_length: usize,
    work: fn(&str, usize) -> std::result::Result<T, TooMuchHtml>,
) -> Result<T> {
    let max_html = text::max_html(max_length);
    let rendered = if markdown.len() < LONG {
        work(markdown, max_html)
    } else {
        let failed =
            |error: &dyn std::fmt::Display| Fault::Other(format!("a text was not rendered: {error}"));
        let core = CORES.clone().acquire_owned().await.map_err(|error| failed(&error))?;
        let markdown = markdown.to_owned();
        // The permit goes along: a request that is cut off does not free a core that is still rendering.
        let task = tokio::task::spawn_blocking(move || {
            let _core = core;
            work(&markdown, max_html)
        });
        task.await.map_err(|error| failed(&error))?
    };
    rendered.map_err(|TooMuchHtml| too_much(field, max_html))
}

fn too_much(field: &'static str, max_html: usize) -> Error {
    let message = format!(
        "The text would become more than {max_html} bytes of HTML; it needs fewer footnotes, links or table cells."
    );
    Problem::new(ProblemCode::TooLong, message).at(field).into()
}
