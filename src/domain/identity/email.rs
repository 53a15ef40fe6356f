//! E-mail addresses.

use std::str::FromStr;

use email_address::EmailAddress;

use crate::domain::input::{Input, invalid};

/// Characters of the longest address (RFC 5321, section 4.5.3.1.3, less its angle brackets).
const MAX: usize = 254;

/// An address, in lower case: nobody has two accounts by writing it in two ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    pub(crate) fn read(input: &mut Input, text: &str) -> Self {
        let text = input.line("email", "The e-mail address", text, 1..=MAX).to_lowercase();
        if !text.is_empty() && (EmailAddress::from_str(&text).is_err() || text.contains(['"', '['])) {
            input.refuse(invalid("email", "The e-mail address must look like name@example.org."));
        }
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form() {
        let count = |text: &str| {
            let mut input = Input::default();
            Email::read(&mut input, text);
            input.problems().len()
        };
        assert_eq!(count("Alice@Example.org"), 0);
        for bad in
            ["", "alice", "alice@", "@example.org", "a b@example.org", "a@b\n.org", &"a@b.org".repeat(60)]
        {
            assert!(count(bad) > 0, "{bad}");
        }
    }
}
