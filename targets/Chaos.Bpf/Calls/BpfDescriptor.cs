using Microsoft.Win32.SafeHandles;

namespace Chaos.Bpf.Calls;

/// <summary>A file descriptor of a map or a program; the kernel frees either when its last descriptor is closed.</summary>
internal sealed class BpfDescriptor : SafeHandleMinusOneIsInvalid
{
    public BpfDescriptor(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>The number, for as long as this object is alive.</summary>
    public int Number => (int)handle;

    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}
