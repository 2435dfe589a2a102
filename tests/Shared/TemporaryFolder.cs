using System.Text;

namespace Cks.Tests;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("cks-").FullName;

    public void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }

    public void Dispose()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                Directory.Delete(Root, recursive: true);
                return;
            }
            catch (IOException) when (tries < 100)
            {
                // What was kept in the background may still be being written.
                Thread.Sleep(50);
            }
        }
    }
}
