//! Coffee.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Coffee", "Brewing"],
    subjects: &[
        "hand grinders",
        "pour-over on weekdays",
        "the moka pot",
        "water for coffee",
        "roasting in a popcorn machine",
        "decaf",
        "iced coffee",
        "espresso at home",
        "filter papers",
        "a cup before six",
    ],
    sentences: &[
        "Grind finer until it tastes bitter, then take half a step back and never move again.",
        "The water here is hard enough to build with, and the kettle agrees.",
        "My grandfather's moka pot has outlived two kitchens and every opinion that I had about it.",
        "A scale made more difference than any of the beautiful things that came after it.",
        "Roasting smells like toast, then like hay, then like trouble with the neighbours.",
        "The best cup of the week is the second one on Saturday, drunk slowly at the window.",
        "Fresh beans bloom, old ones just get wet.",
        "I blind-tasted three decafs with friends, and nobody slept badly or guessed right.",
        "There is a fine article on [extraction](https://en.wikipedia.org/wiki/Coffee_extraction) that saved me a lot of sugar.",
        "Sour means too little, bitter means too much, and hollow means that you forgot the filter.",
        "At the office we brew two litres and argue about none of it.",
        "Paper takes the oil out and leaves the light in.",
        "A good café remembers your order; a great one remembers that you wanted to change it.",
    ],
    tips: &[
        "Weigh the beans and the water",
        "Rinse the paper",
        "Change one thing at a time",
        "Buy less, more often",
        "Keep the beans away from light and from the oven",
        "Wait half a minute for the bloom",
        "Clean the grinder on the first of the month",
        "Write down what you liked, not what you should have liked",
        "Warm the cup",
        "Stop at three",
    ],
    table: &[
        &["Method", "Coffee", "Water", "Time"],
        &["pour-over", "15 g", "250 g", "3:00"],
        &["French press", "30 g", "500 g", "5:00"],
        &["moka", "17 g", "120 g", "4:30"],
    ],
    code: &[(
        "python",
        "ratio = 16.5\nfor cups in (1, 2, 4):\n    water = cups * 240\n    print(cups, round(water / ratio, 1), \"g\")",
    )],
};
