using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Infrastructure;

/// <summary>Tells whether one GObject is alive, without keeping it.</summary>
internal sealed unsafe class NativeWeakReference : IDisposable
{
    private readonly GWeakRef* _weak = (GWeakRef*)NativeMemory.AllocZeroed((nuint)sizeof(GWeakRef));

    internal bool IsAlive
    {
        get
        {
            void* target = LibGObject.g_weak_ref_get(_weak);
            if (target is null)
            {
                return false;
            }

            LibGObject.g_object_unref(target);
            return true;
        }
    }

    internal void Target(nint target) => LibGObject.g_weak_ref_init(_weak, (void*)target);

    public void Dispose()
    {
        LibGObject.g_weak_ref_clear(_weak);
        NativeMemory.Free(_weak);
    }
}
