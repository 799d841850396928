namespace Chaos.Linux;

/// <summary>Flags of struct nlmsghdr (linux/netlink.h).</summary>
[Flags]
internal enum NetlinkFlags : ushort
{
    Request = 0x1,
    Acknowledge = 0x4,

    /// <summary>With a new object: fail if it exists.</summary>
    Exclusive = 0x200,

    /// <summary>With a question: all objects.</summary>
    Dump = 0x300,

    /// <summary>With a new object: make it if it does not exist.</summary>
    Create = 0x400,

    /// <summary>With a new object of a list: put it at the end.</summary>
    Append = 0x800,
}
