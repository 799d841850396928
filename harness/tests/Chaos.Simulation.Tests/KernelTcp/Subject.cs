using System.Globalization;
using Chaos.Model;
using Chaos.Packets;
using Chaos.Simulation.Tcp;
using Chaos.Traffic;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// A TCP implementation whose peer is a script: the script brings it into a state, sends one segment and records the answer. The kernel
/// and our stack are both subjects, so their answers can be compared.
/// </summary>
/// <remarks>Sequence numbers are relative to the initial number of their sender.</remarks>
/// <param name="scriptPort">The script's port.</param>
internal abstract class Subject(ushort scriptPort)
{
    /// <summary>Far from the ends of the number space.</summary>
    private const uint ScriptFirst = 1_000_000_000;

    private uint? subjectFirst;

    protected FiveTuple FromScript { get; } =
        new(IpProtocol.Tcp, KernelWorld.OurAddress, scriptPort, KernelWorld.KernelAddress, KernelWorld.KernelPort);

    public abstract string State { get; }

    /// <summary>The subject's program listens.</summary>
    public abstract void Listen();

    /// <summary>The subject's program starts to connect to the script.</summary>
    public abstract void Connect();

    /// <summary>The subject's program accepts the connection.</summary>
    public abstract void Accept();

    /// <summary>The subject's program shuts down writing and still reads.</summary>
    public abstract void FinishSending();

    /// <summary>The subject's program closes the socket.</summary>
    public abstract void Close();

    /// <summary>The script sends a segment. Returns the answer as text.</summary>
    /// <param name="flags">Of the segment.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="acknowledgment">What it acknowledges, if it has the flag.</param>
    /// <param name="length">Bytes of payload.</param>
    /// <param name="waits">A timer sends the answer; otherwise only immediate answers count.</param>
    public string Put(TcpFlags flags, int sequence, int acknowledgment = 0, int length = 0, bool waits = false)
    {
        bool acknowledges = (flags & TcpFlags.Ack) != 0;
        TcpNumbers numbers = new(
            ScriptFirst.Plus(sequence), acknowledges ? (subjectFirst ?? 0).Plus(acknowledgment) : 0, flags);
        byte[] packet = new byte[TcpSegment.PayloadOffset + length];
        byte[] payload = new byte[length];
        if (length > 0) new Message(MessageKind.Data, false, 1, 0, length).WriteTo(payload);
        TcpSegment.Write(packet, FromScript, numbers, payload);
        return string.Join(" and ", Deliver(packet, waits).Select(Name));
    }

    /// <summary>Delivers the packet and returns what the subject sends, at once or after a wait.</summary>
    protected abstract List<byte[]> Deliver(byte[] packet, bool waits);

    /// <summary>Records packets that the subject sent without a segment of the script: its SYN has its initial number.</summary>
    protected void Note(IEnumerable<byte[]> sent)
    {
        foreach (byte[] packet in sent) Name(packet);
    }

    private string Name(byte[] packet)
    {
        Assert.True(Ipv4Packet.TryParse(packet, out Ipv4Packet parsed, out _));
        if (parsed.Protocol != IpProtocol.Tcp) return "icmp";
        Captured captured = Captured.Of(0, fromKernel: false, parsed);
        TcpNumbers numbers = captured.Numbers;
        if (captured.Has(TcpFlags.Syn)) subjectFirst ??= numbers.Sequence;
        // A tuple that is used again begins at another number, which each implementation chooses in its own way.
        bool isAnew = captured.Has(TcpFlags.Syn) && numbers.Sequence != subjectFirst;
        string sequence = isAnew ? "anew" : Relative(numbers.Sequence, subjectFirst);
        string acknowledgment = captured.Has(TcpFlags.Ack) ? $" of {Relative(numbers.Acknowledgment, ScriptFirst)}" : "";
        return $"{captured.Name[2..]} {sequence}{acknowledgment}";
    }

    /// <remarks>An RST without a connection has the number 0, which stays 0.</remarks>
    private static string Relative(uint number, uint? first) =>
        (number == 0 ? 0 : number.Since(first ?? 0)).ToString(CultureInfo.InvariantCulture);
}
