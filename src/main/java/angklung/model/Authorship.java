package angklung.model;

/** Human authorship of one contribution, as DDEX discloses it. */
public enum Authorship {
    HUMAN,
    AI_ASSISTED,
    AI_GENERATED,
    /** Nobody said; nothing is assumed. */
    UNDECLARED
}
