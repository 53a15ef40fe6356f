//! Documents by chance.

use super::chance::Chance;

const NAMES: [&str; 12] = [
    "a",
    "b",
    "__typename",
    "_9",
    "query",
    "fragment",
    "true",
    "null",
    "type",
    "input",
    "subscription",
    "zZ",
];
const LEAVES: [&str; 14] = [
    "1",
    "-0",
    "0.5",
    "-1.25e-3",
    "9E9",
    "true",
    "null",
    "ENUM",
    "on",
    "query",
    r#""""#,
    r#""\"[{(\\""#,
    "\"\"\"[{( \\\"\"\" \" \"\" # \n \"\"\"",
    "\"ä€😀 # { \\u00e4\"",
];
const BETWEEN: [&str; 9] =
    [" ", "\n", ",", "\r\n", "\t ,", "\u{feff}", " # { \" \"\"\" [\n", "#ä😀\r", " ,, "];

/// Writes documents that both grammars read alike.
pub struct Writer {
    chance: Chance,
    text: String,
    fragments: usize,
}

impl Writer {
    pub fn document(seed: u64) -> String {
        let mut chance = Chance::new(seed);
        let fragments = chance.below(5);
        let mut writer = Self { chance, text: String::new(), fragments };
        let operations = 1 + writer.chance.below(3);
        for number in 0..operations {
            if operations > 1 || !writer.chance.once_in(3) {
                let keyword = writer.chance.pick(&["query", "mutation", "subscription"]);
                writer.put(keyword);
                writer.text.push(' ');
                writer.put(&format!("Operation{number}"));
                writer.variables();
                writer.directives();
            }
            writer.selections(0, 0);
        }
        for number in 0..fragments {
            writer.put("fragment");
            writer.text.push(' ');
            writer.put(&format!("F{number}"));
            writer.text.push('\n');
            writer.text.push_str("on \t");
            writer.name();
            writer.directives();
            // Only later ones are spread: no cycles.
            writer.selections(1, number + 1);
        }
        writer.text
    }

    /// A token, and what is ignored after it.
    fn put(&mut self, token: &str) {
        self.text.push_str(token);
        // Two names must not run together.
        if self.chance.once_in(2) {
            self.text.push_str(self.chance.pick(&BETWEEN));
        }
    }

    fn name(&mut self) {
        self.text.push(' ');
        let name = self.chance.pick(&NAMES);
        self.put(name);
    }

    fn selections(&mut self, depth: usize, first_fragment: usize) {
        self.put("{");
        for _ in 0..=self.chance.below(4) {
            match self.chance.below(6) {
                0 if first_fragment < self.fragments => {
                    let fragment = first_fragment + self.chance.below(self.fragments - first_fragment);
                    self.put("...");
                    self.put(&format!("F{fragment}"));
                    self.directives();
                }
                1 => {
                    self.put("...");
                    if self.chance.once_in(2) {
                        self.text.push_str("on\t");
                        self.name();
                    }
                    self.directives();
                    self.selections(depth + 1, first_fragment);
                }
                _ => {
                    self.name();
                    if self.chance.once_in(4) {
                        self.put(":");
                        self.name();
                    }
                    self.arguments(false);
                    self.directives();
                    if depth < 6 && self.chance.once_in(3) {
                        self.selections(depth + 1, first_fragment);
                    }
                }
            }
        }
        self.put("}");
    }

    fn directives(&mut self) {
        while self.chance.once_in(6) {
            self.put("@");
            self.name();
            self.arguments(false);
        }
    }

    fn arguments(&mut self, constant: bool) {
        if self.chance.once_in(4) {
            self.put("(");
            for _ in 0..=self.chance.below(3) {
                self.name();
                self.put(":");
                self.value(constant, 0);
            }
            self.put(")");
        }
    }

    fn variables(&mut self) {
        if self.chance.once_in(3) {
            self.put("(");
            for number in 0..=self.chance.below(3) {
                self.put("$");
                self.put(&format!("v{number}"));
                self.put(":");
                let of = self.chance.pick(&["A", "A!", "[A]", "[[A!]!]!"]);
                self.put(of);
                if self.chance.once_in(2) {
                    self.put("=");
                    self.value(true, 0);
                }
            }
            self.put(")");
        }
    }

    fn value(&mut self, constant: bool, depth: usize) {
        self.text.push(' ');
        match self.chance.below(6) {
            0 if depth < 8 => {
                self.put("[");
                for _ in 0..self.chance.below(4) {
                    self.value(constant, depth + 1);
                }
                self.put("]");
            }
            1 if depth < 8 => {
                self.put("{");
                for _ in 0..self.chance.below(3) {
                    self.name();
                    self.put(":");
                    self.value(constant, depth + 1);
                }
                self.put("}");
            }
            2 if !constant => {
                self.put("$");
                self.name();
            }
            _ => {
                let leaf = self.chance.pick(&LEAVES);
                self.put(leaf);
            }
        }
    }
}
