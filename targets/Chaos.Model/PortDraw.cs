namespace Chaos.Model;

/// <summary>Where a new mapping takes a port from when it cannot keep the source port.</summary>
public enum PortDraw : byte
{
    /// <summary>A random number, as Cilium does.</summary>
    Random,

    /// <summary>A hash of the connection: a mapping that is made again tries the same ports again.</summary>
    Hash,
}
