//! From Markdown to what is kept beside it.
//!
//! Two thousand posts rendered one by one take longer than all the rest. They share most of their blocks, so that each
//! block is rendered once and a text is put together from these; a test holds that equal to rendering the whole.

use futures_util::{StreamExt, TryStreamExt, stream};

use super::library::Block;
use super::{Error, Progress};
use crate::domain::error::Fault;
use crate::domain::text::{self, Rendered};

/// Blocks in one piece of work.
const PIECE: usize = 100;

/// All blocks, rendered.
pub(super) struct Pages(Vec<(String, Rendered)>);

/// Renders all blocks, on every core.
pub(super) async fn render(blocks: Vec<String>, progress: &mut dyn FnMut(Progress)) -> Result<Pages, Error> {
    let total = blocks.len();
    let mut report = |done: usize| {
        progress(Progress { stage: "Rendering texts", done: done as u64, total: total as u64 });
    };
    report(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let pieces: Vec<Vec<String>> = blocks.chunks(PIECE).map(<[String]>::to_vec).collect();
    let work = |piece: Vec<String>| {
        tokio::task::spawn_blocking(move || -> Vec<(String, Rendered)> {
            piece.into_iter().map(|markdown| (markdown.clone(), text::process(&markdown))).collect()
        })
    };
    let mut rendered = stream::iter(pieces.into_iter().map(work)).buffered(cores);
    let mut pages = Vec::with_capacity(total);
    while let Some(piece) = rendered.try_next().await.map_err(|error| {
        Error::Domain(Fault::Other(format!("the demo's texts could not be rendered: {error}")).into())
    })? {
        pages.extend(piece);
        report(pages.len());
    }
    Ok(Pages(pages))
}

impl Pages {
    /// A text of these blocks: its Markdown, and what is made of it. The first block must be long enough for an excerpt.
    pub(super) fn text(&self, blocks: &[Block]) -> (String, Rendered) {
        let (mut markdown, mut html, mut word_count) = (String::new(), String::new(), 0);
        for (index, block) in blocks.iter().enumerate() {
            let (source, rendered) = &self.0[*block];
            if index > 0 {
                markdown.push_str("\n\n");
            }
            markdown.push_str(source);
            html.push_str(&rendered.html);
            word_count += rendered.word_count;
        }
        let excerpt = blocks.first().map(|block| self.0[*block].1.excerpt.clone()).unwrap_or_default();
        let reading_time_minutes = text::reading_time_minutes(word_count);
        (markdown, Rendered { html, excerpt, word_count, reading_time_minutes })
    }
}
