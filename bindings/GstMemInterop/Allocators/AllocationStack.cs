using System.Diagnostics;
using System.Text;

namespace GstMemInterop;

/// <summary>The part of a stack that tells who allocated: without the frames of this library on top, where every stack is the same.</summary>
internal static class AllocationStack
{
    private static readonly string?[] s_ours = [typeof(AllocationStack).Assembly.FullName, typeof(Native.NativeLibraries).Assembly.FullName];

    internal static string Text(StackTrace? stack)
    {
        if (stack is null)
        {
            return "";
        }

        StringBuilder text = new();
        foreach (StackFrame frame in stack.GetFrames())
        {
            DiagnosticMethodInfo? method = DiagnosticMethodInfo.Create(frame);
            if (method is null || (text.Length == 0 && s_ours.Contains(method.DeclaringAssemblyName)))
            {
                continue;
            }

            text.Append(text.Length == 0 ? "" : "\n").Append("at ").Append(method.DeclaringTypeName).Append('.').Append(method.Name);
        }

        return text.Length == 0 ? "native code" : text.ToString();
    }
}
