//! What happens to text: Markdown to safe HTML, plain text and its measures, slugs, forbidden characters.
//!
//! Markdown is stored as written and HTML is made from it *Markdown first, sanitise last*:
//!
//! 1. [`markdown`] parses `CommonMark` with the GitHub extensions and prints it, raw HTML included;
//! 2. `balance`, from the tokens of `tag` to `output`, rewrites that HTML so that every element is known, closed and
//!    not nested too deeply, which bounds the work of whatever parses it next (ours and the browsers');
//! 3. `sanitise` parses the result as a browser would and keeps only what is allowed.
//!
//! Only the third step is relied on for safety; the second is there for speed. `prose` spares all three to texts of nothing
//! but words, in which no character could be part of a tag.

mod balance;
pub mod character;
mod element;
pub mod markdown;
mod output;
pub mod plain;
mod prose;
mod sanitise;
pub mod slug;
mod tag;

pub use character::{has_control, has_control_in_line, is_blank, normalise_newlines};
pub use markdown::{Rendered, TooMuchHtml, max_html, process, process_within, render, render_within};
pub use plain::{excerpt, excerpt_of_html, plain_text, reading_time_minutes, word_count};
