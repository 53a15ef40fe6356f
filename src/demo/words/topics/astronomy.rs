//! Astronomy.

use super::Topic;

pub(super) const TOPIC: Topic = Topic {
    tags: &["Astronomy", "Telescopes", "Night sky"],
    subjects: &[
        "the moons of Jupiter",
        "observing from a city",
        "a first telescope",
        "the Orion nebula",
        "meteor showers",
        "sketching at the eyepiece",
        "variable stars",
        "a lunar eclipse",
        "binoculars",
        "the rings of Saturn",
        "dark skies",
    ],
    sentences: &[
        "Nobody forgets the first time they see the rings, and most people swear.",
        "The best telescope is the one that you will carry down the stairs.",
        "After twenty minutes in the dark the sky fills up like a stadium.",
        "Galileo had a worse instrument than the one in my cupboard and saw more with it.",
        "Clouds arrive with the parcel: that is the first law of buying glass.",
        "I draw what I see, badly, and see more because of it.",
        "The light that I caught last night left when there were mammoths.",
        "A red torch and a thermos do more for observing than another eyepiece.",
        "Each of those four dots is a world, and one of them is hiding an ocean.",
        "The street lamp across the road has a switch, as I learned from a very kind engineer.",
        "I check the [picture of the day](https://apod.nasa.gov/) before the news, and recommend the order.",
        "The seeing was poor, the company was excellent, and the owl did not care about either.",
        "Averted vision feels like cheating until it becomes the only way you look.",
        "We counted sixty-one meteors in an hour and then stopped counting and just lay there.",
    ],
    tips: &[
        "Let the telescope cool for half an hour",
        "Learn three constellations before you buy anything",
        "Dress for ten degrees less than the forecast",
        "Begin with the lowest power",
        "Write the date, the time and the seeing into a book",
        "Look beside faint things and not at them",
        "Join a club; somebody will bring a bigger mirror",
        "Observe low objects when they stand highest",
        "Use a paper chart, which never blinds you",
        "Show it to a child and be quiet",
    ],
    table: &[
        &["Object", "Binoculars", "10 cm", "25 cm"],
        &["Andromeda galaxy", "a smudge", "a larger smudge", "dust lanes"],
        &["Saturn", "an egg", "rings", "a gap in them"],
        &["Ring nebula", "no", "a grey coin", "a ring"],
    ],
    code: &[(
        "python",
        "magnification = focal_length / eyepiece\nexit_pupil = aperture / magnification\nprint(f\"{magnification:.0f}x, exit pupil {exit_pupil:.1f} mm\")",
    )],
};
