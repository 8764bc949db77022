package angklung.notary;

import angklung.opening.PartyKeys;

/**
 * What the notary takes from its installation.
 *
 * @param origin of the log: which log it is, and the name of its keys
 * @param software version of this software, as leaves of closes name it
 * @param partyKeys of the parties; used by several threads
 */
public record NotaryOptions(String origin, String software, PartyKeys partyKeys) {}
