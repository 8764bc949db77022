package angklung.screening;

/** F3: more plays than a person listens to, in a day or in the period. Finds all of them. */
final class PlayCount implements SubscriberRule {
    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        long mostInDay = terms.most("plays_per_day");
        for (int day = 0; day < listening.days(); day++) {
            int plays = listening.playsOnDay(day);
            if (plays > mostInDay) {
                marks.day(listening.day(day), listening.onDay(day), terms.observed("plays_per_day", plays));
            }
        }
        if (listening.size() > terms.most("plays_per_period")) {
            marks.period(listening.all(), terms.observed("plays_per_period", listening.size()));
        }
    }
}
