using System.Diagnostics;
using Chaos.Model;
using Chaos.Nat;
using Chaos.Nat.Maps;

namespace Chaos.Replay.Recordings;

/// <summary>Replays a recording on our datapath, which gets the draws that were recorded, and compares line by line.</summary>
public sealed class PacketReplay
{
    private readonly RecordedDraws draws = new();
    private readonly NatDatapath datapath;
    private readonly int possibleCpus;
    private ReplayDifference? first;
    private bool hasEntries;

    private PacketReplay(NatOptions options)
    {
        using OwnMapEngine engine = new();
        datapath = NatDatapath.Create(options, engine, draws);
        possibleCpus = options.Map.PossibleCpus;
    }

    /// <param name="file">The name of the recording, as messages show it.</param>
    /// <param name="content">JSON lines, or the same compressed with gzip.</param>
    /// <exception cref="BadRecordingException">A line is wrong, or the file is damaged.</exception>
    public static PacketReplayResult Of(string file, Stream content)
    {
        PacketReplay? replay = null;
        ConfigureLine? configured = null;
        int lines = 0, agree = 0;
        foreach (RecordedLine line in new RecordingReader(file).Read(content))
        {
            lines++;
            if (line is ConfigureLine configure) replay = new PacketReplay((configured = configure).Options);
            else if (line is PacketLine packet && packet.Cpu >= replay!.possibleCpus)
                throw new BadRecordingException(file, line.Number, $"`cpu` must be below possibleCpus, which is {replay.possibleCpus}");
            if (replay!.Agrees(line)) agree++;
        }

        return new PacketReplayResult(file, configured!.Source, configured.Options.Variant, lines, agree, replay!.first);
    }

    private bool Agrees(RecordedLine line)
    {
        switch (line)
        {
            case ConfigureLine:
                return true;
            case AddressLine address:
                datapath.ChangeEgressAddress(address.Address);
                return true;
            case PacketLine packet:
                return AgreesOnPacket(packet);
            case DeletionLine deletion:
                bool found = datapath.Map.Remove(deletion.Key, LossRule.Fault);
                return found == deletion.Found || Differ(line, Word(deletion.Found), Word(found));
            case EntriesLine entries:
                return AgreesOnEntries(entries);
            default:
                throw new UnreachableException();
        }
    }

    private bool AgreesOnPacket(PacketLine line)
    {
        byte[] bytes = [.. line.Packet];
        draws.Begin(line.Draws);
        // Without conntrack nothing depends on the clock but the age that entries show.
        PacketVerdict verdict = line.Path == DatapathPath.Egress
            ? datapath.ProcessEgress(bytes, line.Number, line.Cpu)
            : datapath.ProcessIngress(bytes, line.Number, line.Cpu);
        int? code = line.Code is null ? null : CiliumCode.Of(verdict.Reason);
        // What is left of a dropped packet says nothing.
        bool sameBytes = line.Verdict == VerdictKind.Drop || bytes.AsSpan().SequenceEqual(line.Out ?? line.Packet);
        if (verdict.Kind == line.Verdict && code == line.Code && sameBytes && draws.Taken == line.Draws.Length) return true;
        return Differ(
            line, Describe(line.Verdict, line.Code?.ToString() ?? "", line.Draws.Length, line.Out ?? line.Packet),
            Describe(verdict.Kind, $"{CiliumCode.Of(verdict.Reason)} {verdict.Reason}", draws.Taken, bytes));
    }

    private bool AgreesOnEntries(EntriesLine line)
    {
        string[] ours = EntryText.Of(datapath.Map), recorded = [.. line.Entries.Order(StringComparer.Ordinal)];
        string[] missing = [.. recorded.Except(ours, StringComparer.Ordinal)], extra = [.. ours.Except(recorded, StringComparer.Ordinal)];
        bool same = missing.Length == 0 && extra.Length == 0;
        if (!same) Differ(line, $"{recorded.Length} entries", $"{ours.Length} entries");
        if (first is not null && !hasEntries) first = first with { EntriesMissing = missing, EntriesExtra = extra };
        hasEntries |= first is not null;
        return same;
    }

    private bool Differ(RecordedLine line, string expected, string got)
    {
        first ??= new ReplayDifference(line.Number, expected, got, [], []);
        return false;
    }

    private static string Describe(VerdictKind verdict, string reason, int draws, byte[] bytes) => verdict == VerdictKind.Drop
        ? $"drop {reason}, {draws} draws"
        : $"{verdict.ToString().ToLowerInvariant()}, {draws} draws, {Convert.ToHexStringLower(bytes)}";

    private static string Word(bool found) => found ? "found" : "not found";
}
