using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Abi;

/// <summary>Asks the CLR how it really lays a mirror out.</summary>
internal static unsafe class MirrorTypes
{
    public static Assembly Assembly { get; } = typeof(NativeLibraries).Assembly;

    /// <summary>The C# type of a row of the layout table; nested records are written Outer._field_e__Union there.</summary>
    public static Type Find(string name) =>
        Assembly.GetType("GstMemInterop.Native." + name.Replace('.', '+'))
        ?? throw new InvalidOperationException($"The raw layer has no struct {name}.");

    public static FieldInfo[] Fields(Type type) =>
        [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(f => f.MetadataToken)];

    public static int SizeOf(Type type) => type.IsPointer || type.IsFunctionPointer
        ? IntPtr.Size
        : (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    /// <summary>One byte in front moves the value to its first aligned offset.</summary>
    public static int AlignmentOf(Type type)
    {
        Type padded = typeof(AfterOneByte<>).MakeGenericType(type);
        return (int)OffsetOf(padded, padded.GetField(nameof(AfterOneByte<>.Value))!);
    }

    /// <summary>The field's address in a block of memory, less the block's.</summary>
    public static long OffsetOf(Type type, FieldInfo field)
    {
        DynamicMethod method = new("AddressOfField", typeof(long), [typeof(nint)], typeof(MirrorTypes).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Ret);
        // ldflda reads what it points at (its null check), so the block must exist.
        byte[] block = GC.AllocateUninitializedArray<byte>(SizeOf(type), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref block[0]);
        return (long)method.Invoke(null, [start])! - start;
    }

    internal struct AfterOneByte<T>(byte first, T value)
    {
        public byte First = first;
        public T Value = value;
    }
}
