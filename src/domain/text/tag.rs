//! Cuts HTML into text and tags in one pass, whatever the input.
//!
//! The tokens follow the HTML standard closely enough for real pages, and the caller writes them out
//! again in canonical form, so that a disagreement with the standard costs markup, never safety.

/// How many tags may turn out to be unfinished before every later `<` is taken for text: each of them
/// is looked for up to the end of the input, and thousands would make the scan quadratic.
const UNFINISHED: u32 = 16;

/// Elements whose content is not text for a reader and is dropped together with them.
const DROPPED: [&str; 2] = ["script", "style"];

/// Name and value of an attribute as written, the value without its quotes.
pub(super) type Attribute<'a> = (&'a str, Option<&'a str>);

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, references such as `&amp;` as they stand.
    Text(&'a str),
    /// A `<` which begins no tag.
    Less,
    /// A start tag: its name as written and its attributes, values as they stand.
    Open(&'a str, Vec<Attribute<'a>>),
    /// The name of an end tag.
    Close(&'a str),
    /// A comment, a declaration, a script: nothing for the reader.
    Nothing,
}

/// An iterator over the tokens of some HTML.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    rest: &'a str,
    unfinished: u32,
    no_comment_end: bool,
    no_tag_end: bool,
    no_dropped_end: [bool; DROPPED.len()],
}

impl<'a> Scanner<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self {
            rest: html,
            unfinished: 0,
            no_comment_end: false,
            no_tag_end: false,
            no_dropped_end: [false; DROPPED.len()],
        }
    }

    /// The token which begins with the `<` at the front of the rest, and its length in bytes.
    fn markup(&mut self) -> (Token<'a>, usize) {
        let rest = self.rest;
        let bytes = rest.as_bytes();
        let letter_at = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_alphabetic);
        let found = match bytes.get(1) {
            Some(b'!') if rest.starts_with("<!--") => self.comment(),
            Some(b'/') if letter_at(2) => self.tag_end().map(|length| {
                let name = rest.get(2..length - 1).unwrap_or_default();
                let end = name.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(name.len());
                (Token::Close(&name[..end]), length)
            }),
            Some(b'!' | b'?' | b'/') => self.tag_end().map(|length| (Token::Nothing, length)),
            Some(_) if letter_at(1) => self.open(),
            _ => None,
        };
        found.unwrap_or((Token::Less, 1))
    }

    /// The length up to and with the next `>`, without looking for it again once there is none.
    fn tag_end(&mut self) -> Option<usize> {
        if self.no_tag_end {
            return None;
        }
        let end = self.rest.find('>').map(|index| index + 1);
        self.no_tag_end = end.is_none();
        end
    }

    /// A comment. An unfinished one is text: hiding the rest of the document would lose it silently.
    fn comment(&mut self) -> Option<(Token<'a>, usize)> {
        if self.no_comment_end {
            return None;
        }
        // From the first hyphen on, because `<!-->` is a whole comment.
        let end = self.rest.get(2..).and_then(|text| text.find("-->"));
        self.no_comment_end = end.is_none();
        end.map(|index| (Token::Nothing, index + 5))
    }

    fn open(&mut self) -> Option<(Token<'a>, usize)> {
        if self.unfinished >= UNFINISHED {
            return None;
        }
        let Some((name, attributes, length)) = start_tag(self.rest) else {
            self.unfinished += 1;
            return None;
        };
        let Some(kind) = DROPPED.iter().position(|dropped| name.eq_ignore_ascii_case(dropped)) else {
            return Some((Token::Open(name, attributes), length));
        };
        Some((Token::Nothing, self.dropped(kind, length)))
    }

    /// The length of an element to drop, or of its tag alone when it has no end.
    fn dropped(&mut self, kind: usize, length: usize) -> usize {
        if self.no_dropped_end[kind] {
            return length;
        }
        let mut from = length;
        while let Some(index) = self.rest[from..].find("</") {
            let name = from + index + 2;
            let end = name + DROPPED[kind].len();
            if self.rest.get(name..end).is_some_and(|text| text.eq_ignore_ascii_case(DROPPED[kind])) {
                return self.rest[end..].find('>').map_or(self.rest.len(), |index| end + index + 1);
            }
            from = name;
        }
        self.no_dropped_end[kind] = true;
        length
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let (token, length) = match self.rest.find('<') {
            _ if self.rest.is_empty() => return None,
            Some(0) => self.markup(),
            Some(index) => (Token::Text(&self.rest[..index]), index),
            None => (Token::Text(self.rest), self.rest.len()),
        };
        self.rest = &self.rest[length..];
        Some(token)
    }
}

/// Name, attributes and length in bytes of the start tag at the front of `html`; `None` when unfinished.
fn start_tag(html: &str) -> Option<(&str, Vec<Attribute<'_>>, usize)> {
    let until = |from: usize, stop: fn(u8) -> bool| {
        let tail = html.as_bytes().get(from..)?;
        tail.iter().position(|byte| stop(*byte)).map(|index| from + index)
    };
    let name_end = until(1, |byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))?;
    let mut attributes = Vec::new();
    let mut at = name_end;
    loop {
        at = until(at, |byte| !byte.is_ascii_whitespace() && byte != b'/')?;
        if html.as_bytes().get(at) == Some(&b'>') {
            return Some((&html[1..name_end], attributes, at + 1));
        }
        // An equals sign in front belongs to the name, hence the search from the second byte.
        let end = until(at + 1, |byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'='))?;
        let name = html.get(at..end)?;
        at = until(end, |byte| !byte.is_ascii_whitespace())?;
        if html.as_bytes().get(at) != Some(&b'=') {
            attributes.push((name, None));
            continue;
        }
        at = until(at + 1, |byte| !byte.is_ascii_whitespace())?;
        let (start, end, next) = match html.as_bytes().get(at)? {
            b'"' => until(at + 1, |byte| byte == b'"').map(|end| (at + 1, end, end + 1))?,
            b'\'' => until(at + 1, |byte| byte == b'\'').map(|end| (at + 1, end, end + 1))?,
            _ => until(at, |byte| byte.is_ascii_whitespace() || byte == b'>').map(|end| (at, end, end))?,
        };
        attributes.push((name, Some(html.get(start..end)?)));
        at = next;
    }
}

#[cfg(test)]
mod tests;
