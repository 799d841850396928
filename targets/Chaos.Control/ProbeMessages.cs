using Chaos.Model;

namespace Chaos.Control;

/// <summary>
/// Harness to endpoint, before the start: open a UDP socket for probes on this port. Answered by <see cref="ProbeOpened"/>.
/// </summary>
/// <param name="Port">That no traffic uses.</param>
public sealed record OpenProbe(ushort Port) : ControlMessage;

/// <summary>Endpoint to harness: the socket for probes is open.</summary>
public sealed record ProbeOpened : ControlMessage;

/// <summary>Harness to endpoint: send one datagram from the socket for probes.</summary>
/// <param name="Number">What the datagram says.</param>
/// <param name="To">Where to.</param>
public sealed record SendProbe(int Number, SocketAddress To) : ControlMessage;

/// <summary>Endpoint to harness: a probe has arrived.</summary>
/// <param name="Number">What it says.</param>
/// <param name="From">The sender, as this host sees it.</param>
public sealed record ProbeSeen(int Number, SocketAddress From) : ControlMessage;

/// <summary>Harness to endpoint: close the socket for probes.</summary>
public sealed record CloseProbe : ControlMessage;
