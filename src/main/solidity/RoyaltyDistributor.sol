// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {CheckpointWitness} from "./CheckpointWitness.sol";
import {LogTree} from "./LogTree.sol";

/// @title Pays royalties in one token by cumulative Merkle roots.
/// @notice A root is accepted only fully funded and only with proof that the log announced it: its entry of kind
/// "distribution" must be covered by a checkpoint that the log's CheckpointWitness recorded. A root becomes active
/// after a delay, in which the guardian can disable it and its money goes back. Money that nobody claims stays
/// claimable for ever. No proxy, no initializer, and nobody can take money out but payees and refunded funders.
/// @dev The token must move exactly what it is told to; one that takes a fee is refused when it funds. The roots and
/// the claimed amounts change before the token is called.
contract RoyaltyDistributor is AccessControlDefaultAdminRules {
    using SafeERC20 for IERC20;

    bytes32 public constant PUBLISHER_ROLE = keccak256("PUBLISHER_ROLE");
    bytes32 public constant GUARDIAN_ROLE = keccak256("GUARDIAN_ROLE");

    /// A guardian needs time to look: no root becomes active sooner.
    uint32 public constant SHORTEST_DELAY = 1 hours;

    /// The admin's rights are handed over in two steps with this time between.
    uint48 private constant ADMIN_DELAY = 2 days;

    struct Settlement {
        bytes32 root;
        /// All that was ever payable, summed over the accounts.
        uint256 total;
        /// What this root added, which goes back to its funder if it is disabled.
        uint256 added;
        address funder;
        /// Year and month as yyyymm.
        uint32 period;
        /// Seconds since 1970; zero: there is no such root.
        uint48 activeAt;
    }

    IERC20 public immutable token;
    CheckpointWitness public immutable witness;
    /// Between publishing and becoming active, in seconds.
    uint32 public immutable delay;

    /// The root before the newest, once that is published; what claims fall back on while the newest is not active.
    Settlement private previous;
    Settlement private newest;
    /// One more than the index of the last used log entry. It only rises: a disabled entry cannot be used again.
    uint64 private nextEntry;

    /// @notice What accounts were paid so far.
    mapping(address account => uint256 amount) public cumulativeClaimed;
    /// @notice What all accounts were paid so far.
    uint256 public totalClaimed;
    /// @notice Refunds that their funders have to fetch because the token would not go to them.
    mapping(address funder => uint256 amount) public credit;

    event RootPublished(
        uint32 indexed period, bytes32 root, uint256 cumulativeTotal, uint256 added, uint64 entry, uint48 activeAt
    );
    event RootDisabled(uint32 indexed period, bytes32 root, uint256 refund, address funder, bool credited);
    event Claimed(address indexed account, address to, uint256 amount, uint256 cumulative);
    event CreditWithdrawn(address indexed funder, address to, uint256 amount);

    /// Not a month as yyyymm, not after the last one, or not the one that is pending.
    error BadPeriod();
    /// The total is below what is funded.
    error TotalDecreased();
    /// There is no active root, or the newest is still pending.
    error NotActive();
    /// There is no pending root that could be disabled.
    error AlreadyActive();
    /// The log does not show the entry, or the root not the leaf.
    error InvalidProof();
    /// Nothing is open.
    error NothingToClaim();
    /// Only the account itself may have its money sent elsewhere.
    error NotAccount();
    /// The leaves of the root add up to more than its total.
    error OverFunded();
    /// The entry of the log is not after the last one that was used.
    error StaleEntry(uint64 next, uint64 offered);
    /// The token did not move what it was told to.
    error NotFunded(uint256 wanted, uint256 received);
    /// Zero is neither a root nor a witness, or the delay is too short.
    error BadArgument();
    /// Nobody is publisher and guardian at once.
    error SameParty(address account);

    constructor(
        IERC20 token_,
        CheckpointWitness witness_,
        address admin,
        address publisher,
        address guardian,
        uint32 delay_
    ) AccessControlDefaultAdminRules(ADMIN_DELAY, admin) {
        if (address(token_).code.length == 0 || address(witness_).code.length == 0 || delay_ < SHORTEST_DELAY) {
            revert BadArgument();
        }
        token = token_;
        witness = witness_;
        delay = delay_;
        _grantRole(PUBLISHER_ROLE, publisher);
        _grantRole(GUARDIAN_ROLE, guardian);
    }

    /// @notice Funds and announces a root; the caller pays what it adds to the funded total.
    /// @param period year and month as yyyymm, after that of the last root that was not disabled
    /// @param root of the tree of (chain id, distributor, account, cumulative amount, salt)
    /// @param cumulativeTotal sum of the cumulative amounts of all accounts
    /// @param size of a checkpoint that the witness recorded
    /// @param entry index of the entry of kind "distribution" in the log
    /// @param proof RFC 6962 inclusion proof of that entry
    function publish(
        uint32 period,
        bytes32 root,
        uint256 cumulativeTotal,
        uint64 size,
        uint64 entry,
        bytes32[] calldata proof
    ) external onlyRole(PUBLISHER_ROLE) {
        Settlement memory last = newest;
        checkNext(last, period, root, cumulativeTotal, entry);
        bytes32 leaf = LogTree.leaf(logEntry(period, root, cumulativeTotal, entry));
        if (!witness.verifyEntry(size, entry, leaf, proof)) {
            revert InvalidProof();
        }
        uint256 added = cumulativeTotal - last.total;
        uint48 activeAt = uint48(block.timestamp) + delay;
        previous = last;
        newest = Settlement(root, cumulativeTotal, added, msg.sender, period, activeAt);
        nextEntry = entry + 1;
        emit RootPublished(period, root, cumulativeTotal, added, entry, activeAt);
        fund(added);
    }

    function checkNext(Settlement memory last, uint32 period, bytes32 root, uint256 cumulativeTotal, uint64 entry)
        private
        view
    {
        if (root == bytes32(0)) {
            revert BadArgument();
        }
        if (period <= last.period) {
            revert BadPeriod();
        }
        if (block.timestamp < last.activeAt) {
            revert NotActive();
        }
        if (cumulativeTotal < last.total) {
            revert TotalDecreased();
        }
        if (entry < nextEntry) {
            revert StaleEntry(nextEntry, entry);
        }
    }

    /// @notice Takes a pending root back and refunds it; the root before stays claimable.
    function disable(uint32 period) external onlyRole(GUARDIAN_ROLE) {
        Settlement memory bad = newest;
        if (block.timestamp >= bad.activeAt) {
            revert AlreadyActive();
        }
        if (period != bad.period) {
            revert BadPeriod();
        }
        newest = previous;
        delete previous;
        bool paid = token.trySafeTransfer(bad.funder, bad.added);
        if (!paid) { // a funder whom the token's issuer froze must not keep a wrong root in force
            credit[bad.funder] += bad.added;
        }
        emit RootDisabled(period, bad.root, bad.added, bad.funder, !paid);
    }

    /// @notice Pays a refund that could not be sent.
    function withdraw(address to) external {
        uint256 amount = credit[msg.sender];
        if (amount == 0) {
            revert NothingToClaim();
        }
        credit[msg.sender] = 0;
        emit CreditWithdrawn(msg.sender, to, amount);
        token.safeTransfer(to, amount);
    }

    /// @notice Pays an account what is open; anybody may send this.
    /// @param to where the money goes; other than the account itself only if the account sends this
    /// @param cumulative all that the account was ever to get, as in its leaf
    /// @param salt of the leaf, which keeps neighbours from guessing it
    /// @param proof of the leaf under the newest active root
    function claim(address account, address to, uint256 cumulative, bytes32 salt, bytes32[] calldata proof)
        external
    {
        if (to != account && msg.sender != account) {
            revert NotAccount();
        }
        Settlement storage active = block.timestamp < newest.activeAt ? previous : newest;
        bytes32 root = active.root;
        if (root == bytes32(0)) {
            revert NotActive();
        }
        if (!MerkleProof.verifyCalldata(proof, root, leafOf(account, cumulative, salt))) {
            revert InvalidProof();
        }
        uint256 claimed = cumulativeClaimed[account];
        if (cumulative <= claimed) {
            revert NothingToClaim();
        }
        uint256 amount = cumulative - claimed;
        uint256 paid = totalClaimed + amount;
        if (paid > active.total) {
            revert OverFunded();
        }
        cumulativeClaimed[account] = cumulative;
        totalClaimed = paid;
        emit Claimed(account, to, amount, cumulative);
        token.safeTransfer(to, amount);
    }

    /// @notice The root that claims are checked against, and its total; zeroes if there is none.
    function activeRoot() external view returns (uint32 period, bytes32 root, uint256 total) {
        Settlement storage active = block.timestamp < newest.activeAt ? previous : newest;
        return (active.period, active.root, active.total);
    }

    /// @notice The root that is not active yet; zeroes if there is none.
    function pendingRoot() external view returns (uint32 period, bytes32 root, uint256 total, uint48 activeAt) {
        if (block.timestamp < newest.activeAt) {
            return (newest.period, newest.root, newest.total, newest.activeAt);
        }
    }

    /// @notice All that was ever funded and not disabled.
    function fundedTotal() external view returns (uint256) {
        return newest.total;
    }

    /// @notice A leaf of the distribution's tree. Hashed twice, so that no inner node passes for one.
    function leafOf(address account, uint256 cumulative, bytes32 salt) public view returns (bytes32) {
        return keccak256(
            bytes.concat(keccak256(abi.encode(block.chainid, address(this), account, cumulative, salt)))
        );
    }

    /// @notice The entry that the log must hold for a root: canonical JSON (RFC 8785), byte for byte.
    /// @dev Built from the arguments, so that nothing counts which was not proved.
    function logEntry(uint32 period, bytes32 root, uint256 cumulativeTotal, uint64 entry)
        public
        view
        returns (bytes memory)
    {
        return abi.encodePacked(
            '{"facts":',
            factsText(root, cumulativeTotal),
            ',"kind":"distribution","period":"',
            monthText(period),
            '","seq":',
            Strings.toString(entry),
            ',"v":1}'
        );
    }

    function factsText(bytes32 root, uint256 cumulativeTotal) private view returns (bytes memory) {
        bytes memory where = abi.encodePacked(
            '"distributor":"', Strings.toHexString(address(this)), '","root":"', Strings.toHexString(uint256(root), 32)
        );
        return abi.encodePacked(
            '{"chain_id":"',
            Strings.toString(block.chainid),
            '","cumulative_total":"',
            Strings.toString(cumulativeTotal),
            '",',
            where,
            '"}'
        );
    }

    /// @return yyyy-mm
    function monthText(uint32 period) private pure returns (bytes memory) {
        uint32 year = period / 100;
        uint32 month = period % 100;
        if (year < 1000 || year > 9999 || month < 1 || month > 12) {
            revert BadPeriod();
        }
        return abi.encodePacked(Strings.toString(year), month < 10 ? "-0" : "-", Strings.toString(month));
    }

    function fund(uint256 added) private {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), added);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != added) {
            revert NotFunded(added, received);
        }
    }

    /// @dev A publisher who is the guardian too could let a wrong root pass alone.
    function _grantRole(bytes32 role, address account) internal override returns (bool) {
        bool both = (role == PUBLISHER_ROLE && hasRole(GUARDIAN_ROLE, account))
            || (role == GUARDIAN_ROLE && hasRole(PUBLISHER_ROLE, account));
        if (both) {
            revert SameParty(account);
        }
        return super._grantRole(role, account);
    }
}
