namespace Chaos.Linux;

/// <summary>A network interface of this machine (or container).</summary>
public readonly record struct NetworkInterface(string Name, int Index);

/// <summary>Questions and small orders about interfaces, by ioctl on a throw-away socket.</summary>
public static unsafe class NetworkInterfaces
{
    private const nuint GetConfiguration = 0x8912;
    private const nuint GetFlags = 0x8913;
    private const nuint SetFlags = 0x8914;
    private const nuint GetIndex = 0x8933;
    private const nuint SetQueueLength = 0x8943;
    private const nuint SetArp = 0x8955;
    private const int Up = 1;
    private const int MaximumInterfaces = 64;

    /// <summary>The interface that carries an address: names and their order differ from one container start to the next.</summary>
    public static NetworkInterface WithAddress(uint address)
    {
        InterfaceRequest* requests = stackalloc InterfaceRequest[MaximumInterfaces];
        // struct ifconf: int length, padding, pointer.
        long* configuration = stackalloc long[2];
        configuration[0] = MaximumInterfaces * InterfaceRequest.Bytes;
        configuration[1] = (long)requests;
        Ask(GetConfiguration, configuration, "listing the network interfaces");
        int count = (int)configuration[0] / InterfaceRequest.Bytes;
        for (int index = 0; index < count; index++)
        {
            if (requests[index].Address == address) return Named(requests[index].Name);
        }
        throw new InvalidOperationException($"no network interface has the address {Format(address)}");
    }

    public static NetworkInterface Named(string name)
    {
        InterfaceRequest request = new(name);
        Ask(GetIndex, &request, $"looking up the interface {name}");
        return new(name, request.Integer);
    }

    public static void SetUp(string name)
    {
        InterfaceRequest request = new(name);
        Ask(GetFlags, &request, $"reading the flags of {name}");
        request.Integer |= Up;
        Ask(SetFlags, &request, $"setting {name} up");
    }

    /// <summary>How many packets may wait to be read from the interface before the kernel drops the next one.</summary>
    public static void SetTransmitQueue(string name, int packets)
    {
        InterfaceRequest request = new(name) { Integer = packets };
        Ask(SetQueueLength, &request, $"lengthening the queue of {name}");
    }

    /// <summary>Answers ARP questions for <paramref name="address"/> on an interface although the kernel does not own it.</summary>
    public static void PublishArp(uint address, string interfaceName)
    {
        // struct arpreq: protocol address, hardware address, flags, netmask (16 + 16 + 4 + 16 bytes), device name (16).
        const int RequestBytes = 68;
        const int FlagsOffset = 32;
        const int MaskOffset = 36;
        const int DeviceOffset = 52;
        const int CompletePermanentPublished = 0x02 | 0x04 | 0x08;
        byte* request = stackalloc byte[RequestBytes];
        Span<byte> bytes = new(request, RequestBytes);
        bytes.Clear();
        new Ipv4EndPoint(address, 0).WriteTo(bytes);
        new Ipv4EndPoint(uint.MaxValue, 0).WriteTo(bytes[MaskOffset..]);
        bytes[FlagsOffset] = CompletePermanentPublished;
        System.Text.Encoding.ASCII.GetBytes(interfaceName, bytes[DeviceOffset..^1]);
        Ask(SetArp, request, $"publishing {Format(address)} on {interfaceName}");
    }

    /// <summary>198.18.0.1 for 0xC6120001.</summary>
    public static string Format(uint address) => $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}";

    private static void Ask(nuint request, void* argument, string purpose)
    {
        const int Datagram = 2;
        int socket = LinuxException.Check(LibC.Socket(Ipv4EndPoint.InternetFamily, Datagram, 0), "socket", purpose);
        try
        {
            LinuxException.Check(LibC.Ioctl(socket, request, argument), $"ioctl(0x{request:x})", purpose);
        }
        finally
        {
            Descriptors.Close(socket);
        }
    }
}
