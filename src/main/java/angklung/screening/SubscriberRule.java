package angklung.screening;

/** Judges one subscriber's plays by one rule. */
interface SubscriberRule {
    /** Puts what is found into {@code marks}, at most once for each window, in a fixed order. */
    void judge(Listening listening, RuleTerms terms, Marks marks);
}
