using System.Globalization;
using Chaos.Simulation.Tcp;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// The states of the kernel's connections, those without a program too. Source: /proc/net/tcp of the calling thread's namespace;
/// the numbers are those of include/net/tcp_states.h.
/// </summary>
internal static class KernelStates
{
    private const string Path = "/proc/thread-self/net/tcp";

    /// <summary>Name of the state as <see cref="TcpState"/> has it; Closed if there is no such connection.</summary>
    public static string Of(ushort localPort, ushort remotePort) =>
        Fields(localPort, remotePort) is { } fields ? Name(Hex(fields[3])) : nameof(TcpState.Closed);

    /// <summary>Milliseconds until the kernel's timer of the connection expires, to 10 ms: of TIME-WAIT, what is left of it.</summary>
    public static int TimerMilliseconds(ushort localPort, ushort remotePort)
    {
        const int TimerField = 5, MillisecondsPerTick = 10;
        string timer = Fields(localPort, remotePort)?[TimerField] ?? throw new InvalidOperationException("no such connection");
        return SecondOf(timer) * MillisecondsPerTick;
    }

    private static string[]? Fields(ushort localPort, ushort remotePort) => File.ReadLines(Path).Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(fields => SecondOf(fields[1]) == localPort && SecondOf(fields[2]) == remotePort);

    private static string Name(int state) => state switch
    {
        1 => nameof(TcpState.Established),
        2 => nameof(TcpState.SynSent),
        // 12 is a request that no program has accepted (TCP_NEW_SYN_RECV).
        3 or 12 => nameof(TcpState.SynReceived),
        4 => nameof(TcpState.FinWait1),
        5 => nameof(TcpState.FinWait2),
        6 => nameof(TcpState.TimeWait),
        7 => nameof(TcpState.Closed),
        8 => nameof(TcpState.CloseWait),
        9 => nameof(TcpState.LastAck),
        11 => nameof(TcpState.Closing),
        _ => throw new InvalidDataException($"the kernel has a connection in state {state}"),
    };

    private static int SecondOf(string pair) => Hex(pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..]);

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
