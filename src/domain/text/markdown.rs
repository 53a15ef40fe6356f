//! Markdown to HTML that is safe to put into a page.

use std::fmt::{self, Write};

use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{Node, NodeValue};
use comrak::options::Plugins;
use comrak::{Arena, Options, parse_document};

use super::sanitise::PREFIX;
use super::{balance, plain, prose, sanitise};

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

/// The HTML would be longer than it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuchHtml;

/// Bytes of HTML that a text of at most so many characters may become.
///
/// Each character may take the six bytes of the longest reference, `&quot;`, or the four of a letter of the rarest
/// scripts with some markup beside it; short texts may be all markup. What goes beyond was written for that: a
/// reference to a footnote takes four characters, and its HTML a hundred and thirty.
pub const fn max_html(characters: usize) -> usize {
    6 * characters + 50_000
}

/// HTML and everything derived from it, with the Markdown parsed once.
pub fn process(markdown: &str) -> Rendered {
    derive(render(markdown))
}

/// As [`process`], but for nothing where the HTML would be longer than so many bytes.
pub fn process_within(markdown: &str, max_html: usize) -> Result<Rendered, TooMuchHtml> {
    render_within(markdown, max_html).map(derive)
}

fn derive(html: String) -> Rendered {
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
    render_within(markdown, usize::MAX).unwrap_or_default()
}

/// As [`render`], but nothing where the HTML would be longer than so many bytes.
pub fn render_within(markdown: &str, max_html: usize) -> Result<String, TooMuchHtml> {
    match prose::render(markdown) {
        Some(html) if html.len() <= max_html => Ok(html),
        _ => render_in_full(markdown, max_html),
    }
}

/// The same, whatever the text is.
pub(super) fn render_in_full(markdown: &str, max_html: usize) -> Result<String, TooMuchHtml> {
    // Sanitising takes away more than it adds, comments and quotes written as references; twice as much as may be left
    // is never needed, and looking at it all would take its time.
    let raw = raw_html(markdown, max_html.saturating_mul(2))?;
    let html = sanitise::sanitise(&balance::balance(&raw));
    if html.len() <= max_html { Ok(html) } else { Err(TooMuchHtml) }
}

/// HTML which is **not** safe yet, of at most so many bytes.
fn raw_html(markdown: &str, max: usize) -> Result<String, TooMuchHtml> {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    bound(root);
    let mut page = Page { html: String::with_capacity(markdown.len() * 2), max };
    let written =
        format_document_with_formatter(root, &options, &mut page, &Plugins::default(), format_node, ());
    // Writing fails for want of room alone.
    written.map(|()| page.html).map_err(|_| TooMuchHtml)
}

/// Where HTML is written until there is no more room.
struct Page {
    html: String,
    max: usize,
}

impl Write for Page {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.html.len().saturating_add(text.len()) > self.max {
            return Err(fmt::Error);
        }
        self.html.push_str(text);
        Ok(())
    }
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
