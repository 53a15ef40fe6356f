//! Bread.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Bread", "Sourdough", "Baking"],
    subjects: &[
        "a sourdough starter",
        "rye bread",
        "baking in a cast iron pot",
        "whole grain loaves",
        "cold proofing",
        "baguettes",
        "hydration",
        "a bread schedule for working people",
        "old flour",
        "scoring",
        "flatbreads",
        "Sunday rolls",
    ],
    sentences: &[
        "The dough knows nothing of the clock on the wall; it reads the thermometer.",
        "My first loaf could have held a door open, and for a week it did.",
        "A wetter dough forgives more and sticks to everything, including the dog.",
        "Salt goes in late, but it must go in, as last Tuesday's loaf will testify.",
        "I fold four times in the first two hours and then leave it alone.",
        "Steam in the first ten minutes decides how the crust will sing.",
        "The starter is called *Gisela*, is nine years old and has moved house twice.",
        "Cold overnight proofing is less about flavour than about sleeping in.",
        "Every oven lies about its temperature, and mine lies by twenty degrees.",
        "Rye does not want to be kneaded, only stirred and believed in.",
        "A loaf cut while it is hot is a loaf that you have to finish the same day.",
        "The [baker's percentages](https://en.wikipedia.org/wiki/Baker_percentage) looked like bureaucracy until I wanted to bake for twelve.",
        "The neighbour's child has learned to smell when it is Saturday.",
        "Good flour costs a little more a week than bad flour, and a lot less than coffee.",
    ],
    tips: &[
        "Weigh everything, the water too",
        "Feed the starter the evening before",
        "Let flour and water rest for half an hour before the salt",
        "Wet your hands instead of adding flour",
        "Preheat the pot for the full forty minutes",
        "Poke the dough: it should come back slowly",
        "Bake darker than you dare",
        "Wait an hour before the first slice",
        "Write down the temperature of the kitchen",
        "Keep a spoon of starter in the freezer",
    ],
    table: &[
        &["Flour", "Water", "Salt", "Proof"],
        &["wheat, strong", "70 %", "2 %", "4 h"],
        &["spelt", "62 %", "2 %", "3 h"],
        &["rye, whole", "85 %", "1.8 %", "2 h"],
    ],
    code: &[
        (
            "python",
            "flour = 500\nfor name, percent in {\"water\": 72, \"starter\": 20, \"salt\": 2}.items():\n    print(f\"{name:>8}: {flour * percent / 100:.0f} g\")",
        ),
        (
            "text",
            "18:00  feed the starter\n22:00  mix, rest, salt\n22:30  four folds, half an hour apart\n00:30  into the fridge\n07:00  shape, proof, bake",
        ),
    ],
};
