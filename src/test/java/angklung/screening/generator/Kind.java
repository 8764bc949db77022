package angklung.screening.generator;

/** Who listens, and whether a person does. */
public enum Kind {
    LISTENER(false, "ordinary listener"),
    FAMILY(false, "family with one account, four devices, a baby that sleeps to noise"),
    SUPERFAN(false, "superfan: nearly only one artist, a new song for hours a day"),
    BIRTHDAY(false, "fans who agree to play an old song all day on a birthday"),
    SLEEPER(false, "sleeper with noise all night, in long tracks or a list of short ones"),
    LOOP_SLEEPER(false, "sleeper with one short noise track repeated all night"),
    MIX_SLEEPER(false, "sleeper with a mix of thousands of short noise tracks made by a machine"),
    CHILD(false, "child who repeats one song 20 to 70 times a day"),
    RADIO_PLAYS(false, "child with radio plays: one name, a thousand chapters"),
    COMMUTER(false, "commuter across two borders"),
    CREW(false, "air crew in up to five territories a day"),
    SHOP(false, "shops of a chain with one list, 12 hours a day"),
    LARGE_CHAIN(false, "shops of a large chain with one list, 12 hours a day"),
    NIGHT_SHOP(false, "shop that is open day and night"),
    SKIMMER(false, "listener who skips most songs within the first minute"),
    SHARED_DEVICE(false, "guest of an internet café, many accounts on one device"),
    SPEAKERS(false, "house with a group of speakers, each of which reports the play"),
    OFFLINE(false, "traveller whose device reports what was heard offline with wrong times"),
    AI_LISTENER(false, "listener of music made by a machine, 6 to 9 hours a day"),

    FARM(true, "farm of accounts on few devices, one list"),
    AI_SPREAD(true, "farm for uploads by the thousand under 20 names, day and night"),
    AI_ONE_NAME(true, "farm for uploads by the thousand under one name, 14 hours a day"),
    AI_SLOW(true, "the same at 180 plays a day"),
    SHORT_PLAYS(true, "farm that stops every play after 31 to 34 s"),
    HIJACKED(true, "hijacked account: its owner listens by day, others play short at night"),
    SELF(true, "artist with an own account that repeats own songs all day"),
    LOOP(true, "loop of one song, 23 hours a day"),
    BOOST(true, "farm that lifts old songs for five days"),
    DOUBLED(true, "account whose plays are reported twice"),
    IMITATOR(true, "farm that imitates people: ordinary listening with some songs of its own");

    private final boolean artificial;
    private final String text;

    Kind(boolean artificial, String text) {
        this.artificial = artificial;
        this.text = text;
    }

    /** Whether some plays of such an account are artificial. */
    public boolean isArtificial() {
        return artificial;
    }

    public String text() {
        return text;
    }
}
