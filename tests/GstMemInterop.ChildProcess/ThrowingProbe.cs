namespace GstMemInterop.ChildProcess;

/// <summary>A probe that throws in a process where somebody listens, or nobody.</summary>
internal static class ThrowingProbe
{
    internal static int Run(bool listen)
    {
        int told = 0;
        if (listen)
        {
            GStreamer.CallbackFailed += (_, _) => told++;
        }

        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=5 sizetype=fixed sizemax=8 ! identity name=tap ! fakesink");
        using GstPad pad = pipeline.GetPad("tap", "src");
        int calls = 0;
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe _) => throw new InvalidOperationException($"thrown on purpose, {++calls}"));
        pipeline.Run();
        Console.WriteLine($"told {told}");
        return 0;
    }

    internal static unsafe int Sweep()
    {
        GStreamer.Initialize();
        int read = 0, written = 0;
        Native.GList* features = Native.LibGst.gst_registry_get_feature_list(Native.LibGst.gst_registry_get(), Native.LibGst.gst_element_factory_get_type());
        for (Native.GList* f = features; f is not null; f = f->next)
        {
            string name = System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)((Native.GstObject*)f->data)->name)!;
            GstElement element;
            Console.Error.WriteLine(name);
            try { element = GstElement.Create(name); } catch (GstException) { continue; }
            uint count;
            Native.GParamSpec** specs = Native.LibGObject.g_object_class_list_properties((Native.GObjectClass*)((Native.GObject*)element.DangerousHandle)->g_type_instance.g_class, &count);
            for (uint i = 0; i < count; i++)
            {
                string p = System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)specs[i]->name)!;
                Console.Error.WriteLine($"{name}.{p}");
                try
                {
                    object? v = element[p];
                    read++;
                    if (v is not (nint or string) || p == "caps") { Console.Error.WriteLine("set"); try { element[p] = v; written++; } catch (ArgumentException) { } }
                    (v as IDisposable)?.Dispose();
                }
                catch (ArgumentException) { }
            }

            Native.LibGLib.g_free(specs);
            element.Dispose();
        }

        Console.WriteLine($"read {read} written {written}");
        return 0;
    }
}
