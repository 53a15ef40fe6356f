//! What is read from, and cut out of, the Markdown below the front matter.

/// Follows fenced code blocks through a text, so that what is in them is left alone.
#[derive(Default)]
struct Fences {
    open: Option<(char, usize)>,
}

impl Fences {
    /// Whether `line` is a fence or lies between two. To be asked for each line in turn.
    fn cover(&mut self, line: &str) -> bool {
        let line = line.trim();
        let mark = line.chars().next().filter(|letter| matches!(letter, '`' | '~'));
        let length = mark.map_or(0, |mark| line.chars().take_while(|letter| *letter == mark).count());
        // Marks are one byte each, so their number is also where the rest of the line starts.
        let rest = &line[length..];
        match (self.open, mark) {
            (Some((opened, least)), Some(mark)) if mark == opened && length >= least && rest.is_empty() => {
                self.open = None;
                true
            }
            (Some(_), _) => true,
            (None, Some(mark)) if length >= 3 && !(mark == '`' && rest.contains('`')) => {
                self.open = Some((mark, length));
                true
            }
            (None, _) => false,
        }
    }
}

/// The text of the first `# heading`.
pub(super) fn first_heading(body: &str) -> Option<String> {
    let mut fences = Fences::default();
    body.lines().filter(|line| !fences.cover(line)).find_map(heading)
}

fn heading(line: &str) -> Option<String> {
    let unindented = line.trim_start_matches(' ');
    // Four spaces make it code.
    if line.len() - unindented.len() > 3 {
        return None;
    }
    let mut text = unindented.strip_prefix("# ")?.trim();
    // `# Title {#anchor}` of Hugo and Zola.
    if let (Some(start), true) = (text.rfind(" {#"), text.ends_with('}')) {
        text = text[..start].trim_end();
    }
    let unclosed = text.trim_end_matches('#');
    if unclosed.is_empty() || unclosed.ends_with(' ') {
        text = unclosed.trim_end();
    }
    super::value::one_line(text)
}

/// Takes the marks of where a summary ends, `<!-- more -->`, out of a text. An empty line stays where a line held
/// nothing else, because the comment kept the paragraphs around it apart.
pub(super) fn without_summary_marks(body: &str) -> String {
    let mut fences = Fences::default();
    let mut kept = String::with_capacity(body.len());
    for line in body.split_inclusive('\n') {
        if fences.cover(line) {
            kept.push_str(line);
        } else {
            push_without_marks(&mut kept, line);
        }
    }
    kept
}

fn push_without_marks(kept: &mut String, line: &str) {
    let mut rest = line;
    let mut in_code = false;
    while let Some(start) = rest.find("<!--") {
        let (before, comment) = rest.split_at(start);
        in_code ^= before.matches('`').count() % 2 == 1;
        kept.push_str(before);
        let inside = &comment[4..];
        match inside.find("-->") {
            Some(end) if inside[..end].trim() == "more" && !in_code => rest = &inside[end + 3..],
            _ => {
                kept.push_str("<!--");
                rest = inside;
            }
        }
    }
    kept.push_str(rest);
}
