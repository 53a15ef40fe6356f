//! Markdown to HTML that is safe to put into a page.

use std::fmt::{self, Write};

use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{Node, NodeValue};
use comrak::options::Plugins;
use comrak::{Arena, Options, parse_document};

use super::sanitise::PREFIX;
use super::{balance, plain, sanitise};

/// Longest part of a heading that goes into its `id`, in characters.
const HEADING_IDENTIFIER: usize = 60;

/// Links back from one footnote. A reference takes five characters, a link back three hundred.
const BACK_REFERENCES: u32 = 26;

/// Empty cells of tables that are kept. A row of one cell below a head of a thousand gets the others
/// without having taken a character for them.
const EMPTY_CELLS: usize = 20_000;

/// What is kept beside a post's Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Sanitised HTML, a fragment for the inside of a block element.
    pub html: String,
    /// The beginning of the text, at most [`plain::EXCERPT`] characters on one line.
    pub excerpt: String,
    /// Words, or characters in scripts without spaces.
    pub word_count: i32,
    /// Whole minutes, 0 for no words at all.
    pub reading_time_minutes: i32,
}

/// HTML and everything derived from it, with the Markdown parsed once.
pub fn process(markdown: &str) -> Rendered {
    let html = render(markdown);
    let text = plain::from_html(&html);
    let word_count = plain::word_count(&text);
    Rendered {
        html,
        excerpt: plain::excerpt(&text),
        word_count,
        reading_time_minutes: plain::reading_time_minutes(word_count),
    }
}

/// `markdown`, which is `CommonMark` with the extensions of GitHub, as sanitised HTML.
///
/// Raw HTML is kept as far as it is harmless. Takes time in proportion to the length of the result and
/// a constant depth of stack for any input.
pub fn render(markdown: &str) -> String {
    sanitise::sanitise(&balance::balance(&raw_html(markdown)))
}

/// HTML which is **not** safe yet.
fn raw_html(markdown: &str) -> String {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    bound(root);
    let mut html = String::with_capacity(markdown.len() * 2);
    // Writing to a `String` cannot fail.
    let _ = format_document_with_formatter(root, &options, &mut html, &Plugins::default(), format_node, ());
    html
}

/// Takes away what comrak adds without any text behind it, where that is many times the text.
fn bound(root: Node<'_>) {
    let mut empty_cells = Vec::new();
    for node in root.descendants() {
        match &mut node.data_mut().value {
            NodeValue::FootnoteDefinition(footnote) => {
                footnote.total_references = footnote.total_references.min(BACK_REFERENCES);
            }
            NodeValue::TableCell if node.first_child().is_none() => empty_cells.push(node),
            _ => {}
        }
    }
    // Only at the ends of rows, from the last cell on, so that no other cell changes its column.
    for cell in empty_cells.into_iter().skip(EMPTY_CELLS).rev() {
        if cell.next_sibling().is_none() {
            cell.detach();
        }
    }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    // Passed through here and sanitised with all the rest, which alone is sound.
    options.render.r#unsafe = true;
    options
}

/// Headings get an identifier to link to, without the empty link that comrak would put beside it.
fn format_node(context: &mut Context, node: Node<'_>, entering: bool) -> Result<ChildRendering, fmt::Error> {
    let NodeValue::Heading(heading) = node.data().value else {
        return format_node_default(context, node, entering);
    };
    if entering {
        let text: String = node.collect_text().chars().take(HEADING_IDENTIFIER).collect();
        let identifier = context.anchorizer.anchorize(text.trim());
        context.cr()?;
        write!(context, "<h{}", heading.level)?;
        // Nothing is left of a heading of punctuation.
        if !identifier.is_empty() {
            write!(context, " id=\"{PREFIX}{identifier}\"")?;
        }
        context.write_str(">")?;
    } else {
        write!(context, "</h{}>", heading.level)?;
        context.lf()?;
    }
    Ok(ChildRendering::HTML)
}

#[cfg(test)]
mod tests;
