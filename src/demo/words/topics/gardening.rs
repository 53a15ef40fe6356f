//! Gardening.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Gardening", "Vegetables", "Compost"],
    subjects: &[
        "tomatoes on a balcony",
        "raised beds",
        "a compost heap",
        "winter salads",
        "growing garlic",
        "slugs",
        "saving seed",
        "a shady corner",
        "climbing beans",
        "watering less",
        "pruning roses",
        "an old apple tree",
    ],
    sentences: &[
        "Seed packets lie, gently and with beautiful pictures.",
        "The soil was still cold in April, and nothing I said to it helped.",
        "Mulch is the closest thing to magic that I can wheel around in a barrow.",
        "I sowed twice as much as we need, as every year, and gave the other half to the neighbours.",
        "Beans planted two weeks later overtook the early ones by the end of June.",
        "A heap that smells wants *air*, and a heap that sleeps wants water.",
        "The slugs came on the first mild night and left nothing of the lettuce but its label.",
        "What grows well next door will probably grow well here, so I look over fences a lot.",
        "The [national garden society](https://www.rhs.org.uk/) has a calendar that I follow about half of the time.",
        "We ate the first courgette with ceremony and hid the thirtieth in a cake.",
        "Watering deeply twice a week did more than a sprinkle every evening.",
        "An old duvet cover makes a fine frost blanket, roses printed on it and all.",
        "By September the bed looked like a jungle and fed us like a market.",
        "Nothing teaches patience like asparagus, which takes three years to say hello.",
        "I write the sowing dates on the wall of the shed, where no update can lose them.",
    ],
    tips: &[
        "Water in the morning, at the roots",
        "Sow a short row every second week",
        "Feed the soil and let it feed the plants",
        "Label everything, in pencil",
        "Leave a corner wild for the hedgehogs",
        "Harden seedlings off for a week before they move out",
        "Turn the heap when you have nothing better to do",
        "Pick beans before they look ready",
        "Keep one bed empty for what you forgot",
        "Cut back in dry weather with clean blades",
    ],
    table: &[
        &["Crop", "Sown", "First harvest", "Worth it"],
        &["radish", "12 March", "20 April", "always"],
        &["broad beans", "1 November", "5 June", "yes"],
        &["sweetcorn", "4 May", "30 August", "only with space"],
        &["celery", "20 February", "never", "no"],
    ],
    code: &[
        (
            "csv",
            "bed,crop,sown,harvest_kg\nnorth,potatoes,2024-04-11,14.2\nnorth,leeks,2024-05-02,6.0\nsouth,tomatoes,2024-05-19,21.7",
        ),
        (
            "python",
            "litres = area_m2 * millimetres\nprint(f\"{litres:.0f} litres, or {litres / 10:.0f} cans\")",
        ),
    ],
};
