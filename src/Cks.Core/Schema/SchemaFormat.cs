namespace Cks.Core;

/// <summary>The formats that can be asserted.</summary>
internal enum SchemaFormat : byte
{
    None,
    DateTime,
    Date,
    Time,
    Duration,
    Email,
    Uri,
    UriReference,
    Uuid,
    JsonPointer,
    Ipv4,
    Ipv6,
    Regex,
}
