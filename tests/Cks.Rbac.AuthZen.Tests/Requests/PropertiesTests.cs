using System.Text.Json;

namespace Cks.Rbac.AuthZen.Tests.Requests;

public sealed class PropertiesTests
{
    [Fact]
    public void S30_a_property_is_read_once_however_often_conditions_ask_for_it()
    {
        var properties = new Properties(JsonDocument.Parse("""{"note":"plain","other":"plain"}""").RootElement);
        var note = new ResourceAttribute("note", AttributeKind.Text);
        Assert.Equal("plain", properties.Read("note", note)!.Value.Text);
        Assert.Same(properties.Read("note", note)!.Value.Text, properties.Read("note", note)!.Value.Text);
        Assert.Null(properties.Read("absent", note));
        // The same property may be said of attributes of several types.
        Assert.Null(properties.Read("note", new ResourceAttribute("cost", AttributeKind.Number)));
        Assert.Null(new Properties(default).Read("note", note));
    }
}
