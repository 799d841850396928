namespace Chaos.Linux;

/// <summary>A network interface of this machine (or container).</summary>
public readonly record struct NetworkInterface(string Name, int Index);

/// <summary>Questions and small orders about interfaces, by ioctl on a throw-away socket.</summary>
public static unsafe class NetworkInterfaces
{
    private const nuint GetConfiguration = 0x8912;
    private const nuint GetMask = 0x891b;
    private const nuint GetIndex = 0x8933;
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

    /// <summary>The netmask of the interface's own address, most significant byte first.</summary>
    public static uint Mask(string name)
    {
        InterfaceRequest request = new(name);
        Ask(GetMask, &request, $"reading the netmask of {name}");
        return request.Address;
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
