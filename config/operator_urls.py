from config import urls

handler500 = urls.handler500
urlpatterns = [*urls.urlpatterns]
