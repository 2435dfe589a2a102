using System.Text;

namespace Cks.Core;

/// <summary>A property name that a schema speaks of.</summary>
internal sealed class SchemaName(string text)
{
    public readonly string Text = text;
    public readonly byte[] Utf8 = Encoding.UTF8.GetBytes(text);
    public readonly int Hash = Utf8Hash.Of(Encoding.UTF8.GetBytes(text));
}
