using Chaos.Packets;
using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// The kernel and our stack receive the same segment in the same state. Both must send the same answer and end in the same state.
/// <see cref="KnownDifferences"/> lists the exceptions; any other difference fails.
/// </summary>
public sealed class AnswerTests
{
    private const TcpFlags Syn = TcpFlags.Syn, Ack = TcpFlags.Ack, Fin = TcpFlags.Fin, Rst = TcpFlags.Rst;

    /// <summary>Beyond any window without scaling.</summary>
    private const int Far = 100_000;

    private static readonly string[] synchronized =
    [
        nameof(TcpState.SynReceived), nameof(TcpState.Established), nameof(TcpState.FinWait1), nameof(TcpState.FinWait2),
        nameof(TcpState.CloseWait), nameof(TcpState.Closing), nameof(TcpState.LastAck), nameof(TcpState.TimeWait),
    ];

    /// <summary>No connection, but a listening program.</summary>
    private const string Listen = "Listen";

    /// <summary>The same states after the program closed its socket.</summary>
    private const string FinWait1Orphan = "FinWait1 without a program", FinWait2Orphan = "FinWait2 without a program";

    private const ushort FirstScriptPort = 40000;

    public static TheoryData<string> States =>
        [nameof(TcpState.Closed), Listen, nameof(TcpState.SynSent), .. synchronized, FinWait1Orphan, FinWait2Orphan];

    [NamespaceTheory]
    [MemberData(nameof(States))]
    public Task A_segment_gets_the_same_answer_in_the_same_state(string state) => CompareAsync(
        state, repeats: false, (segments, same) => ResultTable.Add("answers", segments, same, state));

    /// <summary>Linux limits answers to segments without data, so the second of two may get none.</summary>
    [NamespaceTheory]
    [MemberData(nameof(States))]
    public Task A_repeated_segment_gets_the_same_answer_in_the_same_state(string state) => CompareAsync(
        state, repeats: true, (segments, same) => ResultTable.Add("answers", segments, same, state));

    private static Task CompareAsync(string state, bool repeats, Action<string, string> report) => KernelWorld.RunAsync(world =>
    {
        List<string> differences = [];
        Probe[] probes = [.. ProbesOf(state)];
        ushort scriptPort = FirstScriptPort;
        foreach (Probe probe in probes)
        {
            string kernel = Ask(new KernelSubject(world, scriptPort), state, probe, repeats);
            string ours = Ask(new OurSubject(scriptPort), state, probe, repeats);
            if (kernel != ours) differences.Add($"{state}, {probe.Name}{(repeats ? " again" : "")}: kernel {kernel}, ours {ours}");
            scriptPort++;
        }

        string[] known = KnownDifferences.In(state, repeats);
        string[] unknown = [.. differences.Except(known)], gone = [.. known.Except(differences)];
        Assert.True(
            unknown.Length + gone.Length == 0,
            $"differs, and is not listed:\n{string.Join('\n', unknown)}\nis listed, and does not differ:\n{string.Join('\n', gone)}");
        report($"{probes.Length} segments", differences.Count == 0 ? "yes" : $"but for {differences.Count}");
    });

    private static string Ask(Subject subject, string state, Probe probe, bool repeats)
    {
        (int next, int expected) = Reach(subject, state);
        Assert.Equal(state == Listen ? nameof(TcpState.Closed) : state.Split(' ')[0], subject.State);
        // A FIN without data is acknowledged by the timer for delayed acknowledgments.
        bool waits = (probe.Flags & Fin) != 0 && probe is { Sequence: 0, Length: 0 }
            && state is (nameof(TcpState.SynReceived) or nameof(TcpState.Established));
        string answer = Put(waits);
        if (repeats) answer = Put(waits: false);
        return $"[{answer}] {subject.State}";

        string Put(bool waits) =>
            subject.Put(probe.Flags, next + probe.Sequence, expected + probe.Acknowledgment, probe.Length, waits);
    }

    /// <summary>Brings the subject into the state. Returns the script's next number and the subject's.</summary>
    private static (int Next, int Expected) Reach(Subject subject, string state)
    {
        switch (state)
        {
            case nameof(TcpState.Closed):
                return (0, 0);
            case Listen:
                subject.Listen();
                return (0, 0);
            case nameof(TcpState.SynSent):
                subject.Connect();
                return (0, 1);
            case nameof(TcpState.SynReceived):
                subject.Listen();
                subject.Put(Syn, 0);
                return (1, 1);
            case nameof(TcpState.Established):
                Reach(subject, nameof(TcpState.SynReceived));
                subject.Put(Ack, 1, 1);
                subject.Accept();
                return (1, 1);
            case nameof(TcpState.CloseWait):
                Reach(subject, nameof(TcpState.Established));
                subject.Put(Fin | Ack, 1, 1, waits: true);
                return (2, 1);
            case nameof(TcpState.FinWait1):
                Reach(subject, nameof(TcpState.Established));
                subject.FinishSending();
                return (1, 2);
            case nameof(TcpState.FinWait2):
                Reach(subject, nameof(TcpState.FinWait1));
                subject.Put(Ack, 1, 2);
                return (1, 2);
            case FinWait1Orphan:
                Reach(subject, nameof(TcpState.Established));
                subject.Close();
                return (1, 2);
            case FinWait2Orphan:
                Reach(subject, FinWait1Orphan);
                subject.Put(Ack, 1, 2);
                return (1, 2);
            case nameof(TcpState.Closing):
                Reach(subject, nameof(TcpState.FinWait1));
                subject.Put(Fin | Ack, 1, 1);
                return (2, 2);
            case nameof(TcpState.LastAck):
                Reach(subject, nameof(TcpState.CloseWait));
                subject.FinishSending();
                return (2, 2);
            case nameof(TcpState.TimeWait):
                Reach(subject, nameof(TcpState.FinWait2));
                subject.Put(Fin | Ack, 1, 2);
                return (2, 2);
            default:
                throw new ArgumentOutOfRangeException(nameof(state), state, "unknown state");
        }
    }

    private static IEnumerable<Probe> ProbesOf(string state)
    {
        if (state is nameof(TcpState.Closed) or Listen)
        {
            yield return new("SYN", Syn, 0);
            yield return new("ACK", Ack, 0);
            yield return new("data", Ack, 0) { Length = 100 };
            yield return new("FIN", Fin | Ack, 0);
            yield return new("SYN-ACK", Syn | Ack, 0);
            yield return new("RST", Rst, 0);
            yield break;
        }

        if (state == nameof(TcpState.SynSent))
        {
            yield return new("SYN-ACK", Syn | Ack, 0);
            yield return new("SYN", Syn, 0);
            yield return new("SYN-ACK of what was not sent", Syn | Ack, 0) { Acknowledgment = 1 };
            yield return new("ACK", Ack, 0);
            yield return new("ACK of what was not sent", Ack, 0) { Acknowledgment = 1 };
            yield return new("RST-ACK", Rst | Ack, 0);
            yield return new("RST-ACK of what was not sent", Rst | Ack, 0) { Acknowledgment = 1 };
            yield return new("RST", Rst, 0);
            yield return new("FIN", Fin | Ack, 0);
            yield return new("data", Ack, 0) { Length = 100 };
            yield break;
        }

        yield return new("RST", Rst, 0);
        yield return new("RST-ACK", Rst | Ack, 0);
        yield return new("RST one too far", Rst, 1);
        yield return new("RST one too early", Rst, -1);
        yield return new("RST beyond the window", Rst, Far);
        yield return new("SYN", Syn, 10);
        yield return new("SYN beyond the window", Syn, Far);
        yield return new("SYN as at first", Syn, state is nameof(TcpState.CloseWait) or nameof(TcpState.Closing)
            or nameof(TcpState.LastAck) or nameof(TcpState.TimeWait) ? -2 : -1);
        yield return new("SYN-ACK", Syn | Ack, 10);
        yield return new("ACK", Ack, 0);
        yield return new("ACK of what was not sent", Ack, 0) { Acknowledgment = 1000 };
        yield return new("ACK of long ago", Ack, 0) { Acknowledgment = -Far };
        yield return new("ACK beyond the window", Ack, Far);
        yield return new("keep-alive probe", Ack, -1);
        yield return new("data", Ack, 0) { Length = 100 };
        yield return new("data that arrived before", Ack, -100) { Length = 100 };
        yield return new("data of which half arrived before", Ack, -50) { Length = 100 };
        yield return new("data behind a gap", Ack, 100) { Length = 100 };
        yield return new("data beyond the window", Ack, Far) { Length = 100 };
        yield return new("data without an ACK", TcpFlags.None, 0) { Length = 100 };
        yield return new("FIN", Fin | Ack, 0);
        yield return new("FIN behind a gap", Fin | Ack, 100);
        yield return new("FIN beyond the window", Fin | Ack, Far);
        yield return new("data and FIN", Fin | Ack, 0) { Length = 100 };
    }

    /// <summary>A segment: its numbers are relative to the script's next number and to the subject's.</summary>
    private sealed record Probe(string Name, TcpFlags Flags, int Sequence)
    {
        public int Acknowledgment { get; init; }

        public int Length { get; init; }
    }
}
