package angklung.opening;

/** Where the parties' keys are. */
@FunctionalInterface
public interface PartyKeys {
    /** The key that seals what the party is to open; made on first use, and always the same one until it is erased. */
    PartyKey key(String party);
}
