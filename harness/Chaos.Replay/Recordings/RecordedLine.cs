using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Snat;

namespace Chaos.Replay.Recordings;

/// <summary>One line of a recording.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
public abstract record RecordedLine(int Number);

/// <summary>The first line: the datapath that was recorded.</summary>
/// <param name="Number">1.</param>
/// <param name="Source">What was recorded, in words.</param>
/// <param name="Options">The same datapath here.</param>
public sealed record ConfigureLine(int Number, string Source, NatOptions Options) : RecordedLine(Number);

/// <summary>A packet and what became of it.</summary>
/// <param name="Number">Of the line.</param>
/// <param name="Path">Egress or ingress.</param>
/// <param name="Packet">A whole IPv4 packet.</param>
/// <param name="Draws">The random numbers that were drawn for it, in order.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Out">The packet after translation; null: as it was.</param>
/// <param name="Code">Cilium's number of a drop; null: none was recorded.</param>
/// <param name="Cpu">The CPU that handled it, from 0.</param>
public sealed record PacketLine(
    int Number, DatapathPath Path, byte[] Packet, ushort[] Draws, VerdictKind Verdict, byte[]? Out, int? Code, int Cpu)
    : RecordedLine(Number);

/// <summary>An entry was deleted from outside, as by a system call.</summary>
/// <param name="Number">Of the line.</param>
/// <param name="Key">Of the entry.</param>
/// <param name="Found">Whether it was there.</param>
public sealed record DeletionLine(int Number, NatKey Key, bool Found) : RecordedLine(Number);

/// <summary>The egress address from now on.</summary>
public sealed record AddressLine(int Number, Ipv4Address Address) : RecordedLine(Number);

/// <summary>All entries of the map at this point, as <see cref="EntryText"/> spells them, in ordinal order.</summary>
public sealed record EntriesLine(int Number, IReadOnlyList<string> Entries) : RecordedLine(Number);
