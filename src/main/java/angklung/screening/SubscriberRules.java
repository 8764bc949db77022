package angklung.screening;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The part of the rules that is judged from one subscriber's plays alone. */
final class SubscriberRules {
    /** In the order of the rules. */
    static final Map<Rule, SubscriberRule> ALL = all();

    private SubscriberRules() {}

    private static Map<Rule, SubscriberRule> all() {
        Map<Rule, SubscriberRule> rules = new EnumMap<>(Rule.class);
        rules.put(Rule.SAME_START, new SameStart());
        rules.put(Rule.LISTENING_TIME, new ListeningTime());
        rules.put(Rule.PLAYS, new PlayCount());
        rules.put(Rule.JUST_OVER_THRESHOLD, new JustOver());
        rules.put(Rule.ONE_TRACK_SHARE, new OneTrack());
        rules.put(Rule.REPEATS, new Repeats());
        rules.put(Rule.PLACE, new Places());
        rules.put(Rule.AI_STRICT, new AiStrict());
        rules.put(Rule.HOURS, new AroundTheClock());
        rules.put(Rule.SPREAD, new Spread());
        return Collections.unmodifiableMap(rules);
    }
}
