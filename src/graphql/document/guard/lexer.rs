//! The tokens of a document (GraphQL specification, section 2.1), borrowed from it one at a time.

/// Those of one character (section 2.1.8).
const PUNCTUATORS: &[u8] = b"!$&():=@[]{|}";

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of one character.
    Punctuator(u8),
    /// The punctuator of three dots.
    Spread,
    Name,
    Int,
    Float,
    String,
    BlockString,
    /// After the last token.
    End,
}

/// A part of the document that has a meaning of its own.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// The offset of its first byte.
    pub start: usize,
}

/// What no token begins with, or ends as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    pub expected: &'static str,
    pub found: String,
    pub offset: usize,
}

/// Reads tokens; each byte is looked at a bounded number of times. After a flaw it is of no more use.
#[derive(Debug)]
pub struct Lexer<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    /// The next token.
    pub fn token(&mut self) -> Result<Token<'a>, Flaw> {
        self.pass_ignored();
        let start = self.at;
        let kind = match self.peek(0) {
            None => Kind::End,
            Some(b'_' | b'a'..=b'z' | b'A'..=b'Z') => {
                self.pass(is_name_part);
                Kind::Name
            }
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'"') if self.sees(b"\"\"\"") => self.block_string()?,
            Some(b'"') => self.string()?,
            Some(b'.') if self.sees(b"...") => {
                self.at += 3;
                Kind::Spread
            }
            Some(byte) if PUNCTUATORS.contains(&byte) => {
                self.at += 1;
                Kind::Punctuator(byte)
            }
            Some(_) => return Err(self.stray()),
        };
        let text = self.source.get(start..self.at).unwrap_or_default();
        Ok(Token { kind, text, start })
    }

    /// White space, line terminators, commas, comments, byte order marks (sections 2.1.1 to 2.1.5).
    fn pass_ignored(&mut self) {
        loop {
            match self.peek(0) {
                Some(b' ' | b'\t' | b'\n' | b'\r' | b',') => self.at += 1,
                Some(b'#') => self.pass(|byte| !matches!(byte, b'\n' | b'\r')),
                Some(0xEF) if self.sees("\u{feff}".as_bytes()) => self.at += 3,
                _ => return,
            }
        }
    }

    /// Sections 2.9.1 and 2.9.2, with what must not follow a number.
    fn number(&mut self) -> Result<Kind, Flaw> {
        let start = self.at;
        let is_negative = self.peek(0) == Some(b'-');
        self.at += usize::from(is_negative);
        let has_leading_zero = self.peek(0) == Some(b'0');
        let mut is_right = match self.digits() {
            0 => false,
            1 => true,
            _ => !has_leading_zero,
        };
        let mut kind = Kind::Int;
        if self.peek(0) == Some(b'.') {
            kind = Kind::Float;
            self.at += 1;
            is_right &= self.digits() > 0;
        }
        if let Some(b'e' | b'E') = self.peek(0) {
            kind = Kind::Float;
            self.at += 1;
            self.at += usize::from(matches!(self.peek(0), Some(b'+' | b'-')));
            is_right &= self.digits() > 0;
        }
        let runs_on = self.peek(0).is_some_and(|byte| byte == b'.' || is_name_part(byte));
        if is_right && !runs_on {
            return Ok(kind);
        }
        let expected = "a number such as `1`, `-0.5` or `1e9`";
        Err(Flaw { expected, found: "one written otherwise".to_owned(), offset: start })
    }

    /// Section 2.9.4. Which escapes there are is the parser's business: none of them holds a quotation mark.
    fn string(&mut self) -> Result<Kind, Flaw> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek(0) {
                None | Some(b'\n' | b'\r') => return Err(unclosed(start)),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Kind::String);
                }
                Some(b'\\') if !matches!(self.peek(1), None | Some(b'\n' | b'\r')) => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
    }

    /// Section 2.9.4: only `\"""` is an escape.
    fn block_string(&mut self) -> Result<Kind, Flaw> {
        let start = self.at;
        self.at += 3;
        loop {
            match self.peek(0) {
                None => return Err(unclosed(start)),
                Some(b'"') if self.sees(b"\"\"\"") => {
                    self.at += 3;
                    return Ok(Kind::BlockString);
                }
                Some(b'\\') if self.sees(b"\\\"\"\"") => self.at += 4,
                Some(_) => self.at += 1,
            }
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        self.pass(|byte| byte.is_ascii_digit());
        self.at - start
    }

    fn pass(&mut self, belongs: impl Fn(u8) -> bool) {
        while self.peek(0).is_some_and(&belongs) {
            self.at += 1;
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.at + ahead).copied()
    }

    fn sees(&self, text: &[u8]) -> bool {
        self.source.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(text))
    }

    /// The character in view begins no token.
    fn stray(&self) -> Flaw {
        let character = self.source.get(self.at..).and_then(|rest| rest.chars().next());
        let found = match character {
            Some(character) => format!("the character `{}`", character.escape_debug()),
            None => "none".to_owned(),
        };
        Flaw { expected: "a token of GraphQL", found, offset: self.at }
    }
}

fn unclosed(start: usize) -> Flaw {
    Flaw { expected: "the string's closing quotation marks", found: "none".to_owned(), offset: start }
}

fn is_name_part(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}
