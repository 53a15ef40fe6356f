//! Which of the lines that are looked for the head of a request has.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// Names the lines that are looked for, each once.
macro_rules! lines {
    ($($line:ident = $name:literal),* $(,)?) => {
        /// A line that is looked for, and that most requests have not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Line {
            $($line,)*
        }

        impl Line {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$line),*];

            pub const fn name(self) -> HeaderName {
                match self {
                    $(Self::$line => const { HeaderName::from_static($name) },)*
                }
            }

            fn named(name: &str) -> Option<Self> {
                Some(match name {
                    $($name => Self::$line,)*
                    _ => return None,
                })
            }
        }
    };
}

lines! {
    AcceptEncoding = "accept-encoding",
    Authorization = "authorization",
    ContentEncoding = "content-encoding",
    Cookie = "cookie",
    Forwarded = "forwarded",
    Origin = "origin",
    RequestId = "x-request-id",
    // By which a client asks for cookies instead of tokens.
    Session = "x-tribune-session",
    TraceParent = "traceparent",
    UserAgent = "user-agent",
    XForwardedFor = "x-forwarded-for",
}

/// What one look over a head tells of it: to look for each line by its name takes as long as to read a small body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines {
    /// How many there are.
    pub count: usize,
    /// Bytes of all names and values.
    pub bytes: usize,
    /// A bit for each that is looked for.
    seen: u16,
}

impl Line {
    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl Lines {
    /// Looks over a head.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut lines = Self::default();
        for (name, value) in headers {
            let name = name.as_str();
            lines.count += 1;
            lines.bytes += name.len() + value.len();
            lines.seen |= Line::named(name).map_or(0, Line::bit);
        }
        lines
    }

    /// Whether there is such a line.
    pub fn has(self, line: Line) -> bool {
        self.seen & line.bit() != 0
    }

    /// What the first such line of the head says; the head is the one that was looked over.
    pub fn get(self, headers: &HeaderMap, line: Line) -> Option<&HeaderValue> {
        self.has(line).then(|| headers.get(line.name())).flatten()
    }

    /// The same, if it is a text.
    pub fn text(self, headers: &HeaderMap, line: Line) -> Option<&str> {
        self.get(headers, line)?.to_str().ok()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    #[test]
    fn a_line_is_found_by_its_name_where_it_is_there() {
        for line in Line::ALL.iter().copied() {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("here"));
            headers.append(line.name(), HeaderValue::from_static("first"));
            headers.append(line.name(), HeaderValue::from_static("second"));
            let lines = Lines::of(&headers);
            let found: Vec<_> = Line::ALL.iter().copied().filter(|other| lines.has(*other)).collect();
            assert_eq!(found, [line]);
            assert_eq!(lines.text(&headers, line), Some("first"));
            assert_eq!((lines.count, lines.bytes), (3, 8 + 2 * line.name().as_str().len() + 11));
        }
        assert_eq!(Lines::default().get(&HeaderMap::new(), Line::Origin), None);
    }
}
