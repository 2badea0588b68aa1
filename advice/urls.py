from django.urls import URLPattern, URLResolver, path

from advice.views import articles, letters, support, voices

app_name = "advice"
urlpatterns: list[URLPattern | URLResolver] = [
    path("advice/", articles.index, name="article-index"),
    path("advice/<slug:slug>/", articles.detail, name="article-detail"),
    path("letters/", letters.index, name="letter-index"),
    path("letters/<slug:key>/", letters.detail, name="letter-detail"),
    path("helped/<slug:kind>/<slug:key>/", voices.say, name="voice-say"),
    path("support/", support.index, name="support-index"),
    path("support/country/", support.choose, name="support-choose"),
]
