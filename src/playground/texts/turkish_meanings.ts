/** What each option means, in Turkish, by its meaning in English. Words that a file writes stay as they are. */
export const turkishMeanings: Readonly<Record<string, string>> = {
  // Images.
  'Height and width in pixels: n, or [height, width].':
    'Piksel olarak yükseklik ve genişlik: n ya da [yükseklik, genişlik].',
  'Value of each set pixel: a number, or `random` for a value of its own in [0, 1), drawn from the seed.':
    'Çizilen her pikselin değeri: bir sayı; `random` ise her piksele [0, 1) aralığından, tohumla çekilen kendi değerini verir.',
  'In pixels; an outline takes a whole number. Default: max(2, floor(min(height, width) / 2) - 4).':
    'Piksel olarak; yalnız çevresi çizilen bir daire tam sayı ister. Varsayılan: max(2, floor(min(yükseklik, genişlik) / 2) - 4).',
  '[y, x] in pixels; an outline takes whole or half numbers. Default: the middle, ((height - 1) / 2, (width - 1) / 2).':
    'Piksel olarak [y, x]; yalnız çevresi çizilen bir daire tam ya da buçuklu sayı ister. Varsayılan: orta, ((yükseklik - 1) / 2, (genişlik - 1) / 2).',
  'false: the outline; true: every pixel with (y - cy)² + (x - cx)² <= radius².':
    'false: yalnız çevre; true: (y - cy)² + (x - cx)² <= radius² olan her piksel.',
  'Where the dots are: a list of [y, x], whole pixels inside the frame. Default: one dot in the middle, [[floor(height / 2), floor(width / 2)]].':
    'Noktaların yerleri: [y, x] listesi, çerçevenin içinde tam pikseller. Varsayılan: ortada tek nokta, [[floor(yükseklik / 2), floor(genişlik / 2)]].',
  'Number of channels.': 'Kanal sayısı.',
  'Rows from the top, each a list of pixels from the left; a pixel is a number, or a list of one per channel.':
    'Yukarıdan başlayarak satırlar; her satır soldan başlayan bir piksel listesidir. Piksel bir sayıdır ya da her kanal için bir sayının listesidir.',
  'The file, relative to the experiment file and below its folder.':
    'Dosya; yolu deney dosyasına göredir, onun klasöründe ya da bir alt klasöründedir.',
  'Names of the classes, from 0: a list, or a file with one per line. Default: their numbers.':
    'Sınıfların 0’dan başlayan adları: bir liste ya da her satırında bir ad olan bir dosya. Varsayılan: numaraları.',
  'Resizes the picture to n×n, or [height, width]: short for resize: { size, filter: bilinear, antialias: true, round: false }. Default: its own size.':
    'Resmi n×n ya da [yükseklik, genişlik] boyutuna getirir; şunun kısası: resize: { size, filter: bilinear, antialias: true, round: false }. Varsayılan: resmin kendi boyutu.',
  'Resizes the picture: { shorter } or { size }, with filter, antialias and round. Default: its own size.':
    'Resmi yeniden boyutlandırır: { shorter } ya da { size }; yanında filter, antialias ve round olabilir. Varsayılan: resmin kendi boyutu.',
  'Then cuts n×n, or [height, width], from its centre. Default: the whole picture.':
    'Ardından ortasından n×n ya da [yükseklik, genişlik] kadarını keser. Varsayılan: resmin tamamı.',
  'Values of black and white, [black, white]; other values are interpolated linearly. Gamma and colour profiles are not applied.':
    'Siyahın ve beyazın değerleri, [siyah, beyaz]; aradaki değerler doğrusal olarak bulunur. Gama ve renk profilleri uygulanmaz.',
  'Then every value becomes (value - mean) / std: a number, or one per channel. Default: 0.':
    'Ardından her değer (değer - mean) / std olur: bir sayı ya da her kanal için bir sayı. Varsayılan: 0.',
  'The divisor of mean, above 0: a number, or one per channel. Default: 1.':
    'mean çıkarıldıktan sonraki bölen, 0’dan büyük: bir sayı ya da her kanal için bir sayı. Varsayılan: 1.',
  'Puts the picture in the middle of a larger canvas, { size, background }, so that shifts move nothing out of the image. It begins floor((canvas - picture) / 2) pixels from the top and the left. Default: the picture alone.':
    'Kaydırma görüntünün dışına bir şey taşımasın diye resmi daha büyük bir tuvalin ortasına koyar: { size, background }. Resim yukarıdan ve soldan floor((tuval - resim) / 2) piksel içeride başlar. Varsayılan: yalnız resim.',
  'grey: one channel, 0.299 red + 0.587 green + 0.114 blue (Rec. 601, not rounded). rgb, bgr: three channels in this order. Transparent pixels are laid over black.':
    'grey: tek kanal, 0.299 kırmızı + 0.587 yeşil + 0.114 mavi (Rec. 601, yuvarlanmaz). rgb, bgr: bu sırayla üç kanal. Saydam pikseller siyahın üzerine konur.',
  'true: turns the picture as its EXIF orientation says. false: takes the pixels as they are stored. Default: false, with a warning if a picture says that it is turned.':
    'true: resmi EXIF yönüne göre döndürür. false: pikselleri kaydedildikleri gibi alır. Varsayılan: false; döndürülmüş olduğunu bildiren bir resim varsa uyarı verilir.',
  'Pictures with more pixels are refused before they are decoded.':
    'Pikseli bundan çok olan resimler, çözülmeden reddedilir.',
  'The folder, relative to the experiment file and below its folder. Files that end in .png, .jpg, .jpeg, .jpe or .jfif are read; hidden files are not.':
    'Klasör; yolu deney dosyasına göredir, onun klasörünün altındadır. .png, .jpg, .jpeg, .jpe ve .jfif ile biten dosyalar okunur, gizli dosyalar okunmaz.',
  "folders: a picture's class is its folder, the one directly below path; see classes. none: pictures have no classes.":
    'folders: resmin sınıfı, path klasörünün hemen altındaki klasörüdür; classes seçeneğine bakın. none: resimlerin sınıfı yoktur.',
  'Which output of the network each folder is: a list of the names of all classes from 0, or a file with one per line, among which each folder is looked up; an object, { folder: number }; or from_folder_name: 281_tabby is 281. Default: folders are numbered from 0 by name, as numbers if all are whole numbers.':
    'Her klasörün ağın kaçıncı çıktısı olduğu: bütün sınıfların 0’dan başlayan adlarının listesi ya da her satırında bir ad olan bir dosya (her klasör bunların arasında aranır); bir nesne, { klasör: numara }; ya da from_folder_name: 281_tabby, 281 olur. Varsayılan: klasörler ada göre 0’dan numaralanır; hepsi tam sayıysa sayı olarak sıralanır.',
  'Measure only the first n pictures. Default: all.': 'Yalnız ilk n resmi ölç. Varsayılan: hepsi.',
  'name: by name or number. random: shuffled by the seed, so that a limit takes pictures of every class.':
    'name: ada ya da numaraya göre. random: tohumla karıştırılmış; böylece limit her sınıftan resim alır.',
  'fail: a damaged file, or one that is no picture, ends the run. skip: it is left out and counted in the table.':
    'fail: bozuk ya da resim olmayan bir dosya çalıştırmayı bitirir. skip: böyle bir dosya atlanır ve tabloda sayılır.',
  'The sheet, relative to the experiment file and below its folder.':
    'Karoların bulunduğu resim; yolu deney dosyasına göredir, onun klasöründe ya da bir alt klasöründedir.',
  'Height and width of a tile: n, or [height, width]. Both sides of the sheet must be multiples of it.':
    'Bir karonun yüksekliği ve genişliği: n ya da [yükseklik, genişlik]. Karoların bulunduğu resmin iki kenarı da bunun katı olmalıdır.',
  "rows: a tile's class is its row, from 0. none: pictures have no classes.":
    'rows: karonun sınıfı, 0’dan başlayan satırıdır. none: resimlerin sınıfı yoktur.',
  'The pictures (idx3-ubyte), relative to the experiment file and below its folder.':
    'Resimler (idx3-ubyte); yolu deney dosyasına göredir, onun klasöründe ya da bir alt klasöründedir.',
  'The classes (idx1-ubyte), one for each picture. Default: pictures have no classes.':
    'Sınıflar (idx1-ubyte), her resim için bir tane. Varsayılan: resimlerin sınıfı yoktur.',
  'grey: one channel. rgb, bgr: the same values in three channels. Default: grey.':
    'grey: tek kanal. rgb, bgr: aynı değerler üç kanalda. Varsayılan: grey.',
  // Pools and other layers.
  'How many times the layer is applied.': 'Katmanın kaç kez uygulanacağı.',
  'The window, in cells: n, or [height, width].': 'Hücre olarak pencere: n ya da [yükseklik, genişlik].',
  'Cells from one window to the next: n, or [height, width]. Default: pool_size.':
    'Bir pencereden sonrakine kaç hücre (adım): n ya da [yükseklik, genişlik]. Varsayılan: pool_size.',
  'same: the output has ceil(size / strides) cells. valid: windows inside the image only. circular: windows begin at their own cell and read on at the other side. circular_centered: the image repeats, as in PyTorch. reflect: the image is mirrored, without its edge. replicate: the edge is repeated. full: kernel size - 1 cells on each side. The padding of same and full wins no maximum and counts in no mean.':
    'same: çıktının ceil(boyut / strides) hücresi olur. valid: yalnız görüntünün içindeki pencereler. circular: pencereler kendi hücresinde başlar ve öbür kenardan okumayı sürdürür. circular_centered: görüntü PyTorch’taki gibi yinelenir. reflect: görüntü, kenarı yinelenmeden yansıtılır. replicate: kenar yinelenir. full: her yanda çekirdek boyutu - 1 hücre. same ile full için dolgu hiçbir maksimumu kazanmaz, hiçbir ortalamaya girmez.',
  'same: the output has ceil(size / strides) cells. valid: windows inside the image only. circular: windows begin at their own cell and read on at the other side. circular_centered: the image repeats, as in PyTorch. reflect: the image is mirrored, without its edge. replicate: the edge is repeated. full: kernel size - 1 cells on each side. The padding of same and full is 0.':
    'same: çıktının ceil(boyut / strides) hücresi olur. valid: yalnız görüntünün içindeki pencereler. circular: pencereler kendi hücresinde başlar ve öbür kenardan okumayı sürdürür. circular_centered: görüntü PyTorch’taki gibi yinelenir. reflect: görüntü, kenarı yinelenmeden yansıtılır. replicate: kenar yinelenir. full: her yanda çekirdek boyutu - 1 hücre. same ile full için dolgu 0’dır.',
  'The p of the norm.': 'Normun p’si.',
  'Taps on either axis, 1 to 7: the binomial coefficients, over their sum.':
    'Her eksendeki katsayı sayısı, 1 ile 7 arası: binom katsayıları, toplamlarına bölünmüş.',
  'Keep every n-th cell: n, or [height, width].': 'Her n’inci hücreyi tut: n ya da [yükseklik, genişlik].',
  'How the border is padded, for a filter of k: adobe reflects, floor((k - 1) / 2) before and ceil((k - 1) / 2) after; kornia puts as many zeros; timm reflects, floor((k - 1 + strides - 1) / 2) on both sides. This reflection does not repeat the edge.':
    'Boyutu k olan bir süzgeç için kenarın nasıl doldurulacağı: adobe önde floor((k - 1) / 2), arkada ceil((k - 1) / 2) hücreyi yansıtır; kornia o kadar sıfır koyar; timm iki yanda da floor((k - 1 + strides - 1) / 2) hücreyi yansıtır. Bu yansıma kenarı yinelemez.',
  'profile: as the profile says. valid: windows inside the image only. circular: windows read on at the other side.':
    'profile: profile seçeneğinin dediği gibi. valid: yalnız görüntünün içindeki pencereler. circular: pencereler öbür kenardan okumayı sürdürür.',
  'The window of the maximum, in cells: n, or [height, width]. Default: 2.':
    'Hücre olarak maksimumun penceresi: n ya da [yükseklik, genişlik]. Varsayılan: 2.',
  'The norm: l1, the sum of |x|; l2, the sum of x²; max, the largest |x|.':
    'Norm: l1, |x| toplamı; l2, x² toplamı; max, en büyük |x|.',
  'One phase for all channels of a sample, or one for each channel.':
    'Bir örneğin bütün kanalları için tek faz ya da her kanal için ayrı faz.',
  'Which phase of a tie: the first; or canonical, the one whose greatest cyclic rotation is the greatest, values compared in row-major order.':
    'Eşitlikte hangi faz: ilki (first); ya da canonical: değerler satır satır karşılaştırıldığında en büyük döngüsel ötelemesi en büyük olan.',
  'Output cells for each input cell: n, or [height, width].':
    'Her girdi hücresi için çıktı hücresi sayısı: n ya da [yükseklik, genişlik].',
  'nearest, area: each cell is repeated. bilinear: linear between the centres of cells. bicubic (Keys, a = -1/2), mitchellcubic (B = C = 1/3), gaussian (exp(-2t²) up to t = 1.5), lanczos3, lanczos5: weighted sums of the cells around, over the sum of their weights. All as in Keras.':
    'nearest, area: her hücre yinelenir. bilinear: hücrelerin ortaları arasında doğrusal. bicubic (Keys, a = -1/2), mitchellcubic (B = C = 1/3), gaussian (t = 1.5’e kadar exp(-2t²)), lanczos3, lanczos5: çevredeki hücrelerin ağırlıklı toplamı, ağırlıkların toplamına bölünmüş. Hepsi Keras’taki gibi.',
  'The factor of negative values.': 'Eksi değerlerin çarpanı.',
  'For an input of one channel, as of a network with two classes: a cell is 1 where its value is above the threshold, else 0. 0.5 for a probability, 0 for a logit.':
    'Tek kanallı bir girdi için (iki sınıflı bir ağınki gibi): değeri eşiğin üstündeyse hücre 1, değilse 0 olur. Olasılık için 0.5, logit için 0.',
  'A name (identity, edge, emboss, sharpen, box_blur, gaussian_blur, sobel_x, sobel_y, laplacian), rows of numbers, a list of such kernels (one output channel each), or random.':
    'Bir ad (identity, edge, emboss, sharpen, box_blur, gaussian_blur, sobel_x, sobel_y, laplacian), sayılardan oluşan satırlar, böyle çekirdeklerin listesi (her biri bir çıktı kanalı) ya da random.',
  'Output channels of a random kernel. Default: 1.':
    'Rastgele bir çekirdeğin çıktı kanalları. Varsayılan: 1.',
  'Of a random kernel: n, or [height, width]. Default: 3.':
    'Rastgele bir çekirdeğin boyutu: n ya da [yükseklik, genişlik]. Varsayılan: 3.',
  'Of a random kernel: a number or a text. Default: the seed of the experiment.':
    'Rastgele bir çekirdeğin tohumu: bir sayı ya da bir metin. Varsayılan: deneyin tohumu.',
  'Cells from one window to the next: n, or [height, width].':
    'Bir pencereden sonrakine kaç hücre (adım): n ya da [yükseklik, genişlik].',
  'Added to every output: a number, or one per output channel.':
    'Her çıktıya eklenir: bir sayı ya da her çıktı kanalı için bir sayı.',
  'same: the output has size · strides cells. valid: all cells that some kernel reaches, (size - 1) · strides + kernel size; at least size · strides. output_padding says it otherwise.':
    'same: çıktının boyut · strides hücresi olur. valid: bir çekirdeğin ulaştığı bütün hücreler, (boyut - 1) · strides + çekirdek boyutu; en az boyut · strides. output_padding bunu değiştirir.',
  'Further cells after the last, fewer than the strides, as in Keras: the output has (size - 1) · strides + kernel size + output_padding cells, of same 2 · floor(kernel size / 2) fewer. n, or [height, width]. Default: what padding says.':
    'Son hücreden sonra eklenen, strides değerinden az sayıda hücre, Keras’taki gibi: çıktının (boyut - 1) · strides + çekirdek boyutu + output_padding hücresi olur, same için bundan 2 · floor(çekirdek boyutu / 2) eksik. n ya da [yükseklik, genişlik]. Varsayılan: padding ne diyorsa o.',
  // Models and what reads their outputs.
  'Its file: the model.json of a TensorFlow.js model, with its weights beside it, or an ONNX file.':
    'Modelin dosyası: ağırlıkları yanında duran bir TensorFlow.js modelinin model.json dosyası ya da bir ONNX dosyası.',
  "Its outputs to measure, each a step, in this order: names of layers in a Layers model, of nodes in a Graph model, of outputs or values in ONNX. Default: the model's own outputs.":
    'Modelin ölçülecek çıktıları, her biri bir basamak, bu sırayla: Layers modelinde katmanların, Graph modelinde düğümlerin, ONNX’te çıktıların ya da ara değerlerin adları. Varsayılan: modelin kendi çıktıları.',
  'How pictures are scaled first, (x · scale - mean) / std, and the order of axes: { scale: 1, mean: 0, std: 1, layout }. mean and std may be a list of one number per channel; layout is NHWC or NCHW, by default NHWC for TensorFlow.js and NCHW for ONNX.':
    'Resimlerin önce nasıl ölçekleneceği, (x · scale - mean) / std, ve eksenlerin sırası: { scale: 1, mean: 0, std: 1, layout }. mean ve std her kanal için bir sayının listesi olabilir; layout NHWC ya da NCHW’dir, varsayılan TensorFlow.js için NHWC, ONNX için NCHW.',
  'Values for further inputs, by name: { NAME: value }. A number fills the input; lists give it a shape.':
    'Diğer girdilerin değerleri, adlarıyla: { AD: değer }. Bir sayı girdinin tamamını doldurur; listeler ona biçim de verir.',
  'The order of axes of the outputs, NHWC or NCHW, or tokens: an output [n, N, channels] as a grid of N places, without the first (the class token) where there is one more. One for all, a list in the order of `output`, or an object by name. Default: what the graph of the model says, or else that of the input, unless only the other one has the proportions of the pictures.':
    'Çıktıların eksen sırası, NHWC ya da NCHW; ya da tokens: [n, N, kanal] biçimindeki bir çıktı N yerlik bir ızgara sayılır, bir fazlası varsa ilki (sınıf belirteci) çıkarılır. Hepsi için tek değer, `output` sırasıyla bir liste ya da adlarla bir nesne. Varsayılan: modelin grafiği ne diyorsa o; grafik bir şey demiyorsa girdininki; yalnız öbürü resimlerin oranlarını veriyorsa öbürü.',
  'Pixels from one cell of an output to the next: n, or [y, x]; below 1 for outputs with more cells than pixels. Default: what their sizes say.':
    'Bir çıktının bir hücresinden sonrakine kaç piksel: n ya da [y, x]; hücresi pikselden çok olan çıktılarda 1’in altında. Varsayılan: boyutların gösterdiği.',
  'Layers of a Layers model, by name or class (max_pooling2d), each with the layer that replaces it. Strides are those of the replaced layer, unless they are written.':
    'Bir Layers modelinin katmanları, adıyla ya da türüyle (max_pooling2d), her birinin yanında onun yerine geçecek katman. Adımlar yazılmadıkça değiştirilen katmanınkidir.',
  'The output with the boxes. Default: the only output of the model.':
    'Kutuların bulunduğu çıktı. Varsayılan: modelin tek çıktısı.',
  'The output with the scores of those boxes: one for each, or one for each and every class. Default: they are beside the boxes, as the layout says.':
    'Bu kutuların puanlarının bulunduğu çıktı: her kutu için bir puan ya da her kutu ve her sınıf için bir puan. Varsayılan: layout nasıl diyorsa öyle, kutuların yanında.',
  'The output with the class numbers of those boxes; or the number of classes, where a box has further values after the scores of its classes. Default: a box has the class of its highest score.':
    'Bu kutuların sınıf numaralarının bulunduğu çıktı; kutuda sınıf puanlarından sonra başka değerler de varsa sınıf sayısı. Varsayılan: kutunun sınıfı, puanı en yüksek olandır.',
  'The four numbers of a box: xyxy, its left, upper, right and lower edge; yxyx, its upper, left, lower and right edge; cxcywh, the x and y of its centre, its width and its height. Default: cxcywh for yolov5 and yolov8, else xyxy.':
    'Bir kutunun dört sayısı: xyxy, sol, üst, sağ ve alt kenarı; yxyx, üst, sol, alt ve sağ kenarı; cxcywh, ortasının x’i ve y’si, genişliği ve yüksekliği. Varsayılan: yolov5 ve yolov8 için cxcywh, yoksa xyxy.',
  'true: these numbers are shares of the width and the height of the picture. false: they are pixels.':
    'true: bu sayılar resmin genişliğine ve yüksekliğine oranlardır. false: pikseldir.',
  'How the output is arranged. yolov5: each row is a box, the score of its being any object, and the scores of its classes; they are multiplied. yolov8: each column is a box, and the scores of its classes. end2end: each row is a box, its score and its class, or a box and its score; the model has suppressed some. separate: each row is a box; scores names the output with their scores. Default: separate, if scores is written.':
    'Çıktının düzeni. yolov5: her satırda bir kutu, onun bir nesne olma puanı ve sınıf puanları vardır; bunlar çarpılır. yolov8: her sütunda bir kutu ve sınıf puanları vardır. end2end: her satırda bir kutu, puanı ve sınıfı ya da bir kutu ve puanı vardır; örtüşenleri model elemiştir. separate: her satır bir kutudur; puanların bulunduğu çıktıyı scores adlandırır. Varsayılan: scores yazılmışsa separate.',
  'The class that stands for no object, from 0: its scores are left out. Default: there is none.':
    '“Nesne yok” anlamına gelen sınıf, 0’dan sayılır: puanları hesaba katılmaz. Varsayılan: böyle bir sınıf yoktur.',
  'Boxes with a score that is not above it are left out.': 'Puanı bunun üstünde olmayan kutular atılır.',
  'Of boxes of one class that overlap by more than this intersection over union, only the one with the highest score stays. none: all stay. Default: 0.45 for yolov5 and 0.7 for yolov8, as Ultralytics has it, else none.':
    'Aynı sınıftan, kesişimin birleşime oranı bundan büyük olacak kadar örtüşen kutulardan yalnız puanı en yüksek olan kalır. none: hepsi kalır. Varsayılan: Ultralytics’teki gibi yolov5 için 0.45, yolov8 için 0.7, yoksa none.',
  'The least intersection over union at which the measure boxes takes two boxes for one object.':
    'boxes ölçüsünün iki kutuyu aynı nesne sayması için gereken en küçük kesişim/birleşim oranı.',
  'The output with the points. Default: the only output of the model.':
    'Noktaların bulunduğu çıktı. Varsayılan: modelin tek çıktısı.',
  'The numbers of a point: its column x and its row y, and its score s. heatmaps: each channel is a map, and its point the middle of the cell with the largest value, which is its score (of equal cells the first).':
    'Bir noktanın sayıları: sütunu x, satırı y ve puanı s. heatmaps: her kanal bir haritadır; noktası, değeri en büyük hücrenin ortası (eşitlerin ilki), puanı da o değerdir.',
  'true: x and y are shares of the width and the height of the picture. false: they are pixels.':
    'true: x ve y resmin genişliğine ve yüksekliğine oranlardır. false: pikseldir.',
  'Points with a score that is not above it are left out. Default: none is.':
    'Puanı bunun üstünde olmayan noktalar atılır. Varsayılan: hiçbiri atılmaz.',
  // Comparisons.
  'Share of the largest value of the unshifted output.': 'Kaydırılmamış çıktının en büyük değerine oranı.',
  'In units of the values.': 'Değerlerin kendi biriminde.',
  'interior: only cells that no drawn shift brings in or out. circular: all cells, what leaves enters at the other side.':
    'interior: yalnız, çekilen hiçbir kaydırmanın içeri ya da dışarı taşımadığı hücreler. circular: bütün hücreler; çıkan öbür kenardan girer.',
  'fourier: shifts by fractions of a cell are compared too; the output is moved back by trigonometric interpolation, which takes it to repeat. Default: they are left out.':
    'fourier: hücrenin kesirleri kadar kaydırmalar da karşılaştırılır; çıktı trigonometrik aradeğerlemeyle geri taşınır, bunun için yinelendiği varsayılır. Varsayılan: bunlar hesaba katılmaz.',
  // Shifts.
  'In pixels: shifts from -n to n on both axes, or [y, x] for one bound per axis. A percentage such as 10% is that share of the height and of the width of what is seen, rounded down to a step.':
    'Piksel olarak: iki eksende de -n ile n arası kaydırmalar; her eksene ayrı sınır için [y, x]. 10% gibi bir yüzde, görünen bölümün yüksekliğinin ve genişliğinin o kadarıdır; bir basamağa (step) aşağı yuvarlanır.',
  'In pixels: all shifts of the grid in a disc, dy² + dx² at most radius²; instead of max.':
    'Piksel olarak: ızgaranın bir disk içindeki bütün kaydırmaları, dy² + dx² en çok radius²; max yerine.',
  'Rows, [first, last], both drawn; instead of max. Default: [0, 0].':
    'Satırlar, [ilk, son], ikisi de çekilir; max yerine. Varsayılan: [0, 0].',
  'Columns, [first, last], both drawn; instead of max. Default: [0, 0].':
    'Sütunlar, [ilk, son], ikisi de çekilir; max yerine. Varsayılan: [0, 0].',
  'Explicit shifts, [[dy, dx], …], each as likely; instead of max. It has no step, and its neighbours are those that follow each other.':
    'Tek tek yazılan kaydırmalar, [[dy, dx], …], her biri eşit olasılıkla; max yerine. step ile kullanılmaz; komşular art arda gelenlerdir.',
  'With max: n, only the shifts of a line: diagonal (d, d), horizontal (0, d), vertical (d, 0), d from -n to n; with offset: o, d = k · step + o.':
    'max: n ile yalnız bir çizginin kaydırmaları: diagonal (d, d), horizontal (0, d), vertical (d, 0); d, -n ile n arasıdır; offset: o ile d = k · step + o.',
  'Pixels from one shift to the next: n, or [y, x]. Shifts are k · step with whole k, and the ends of a range are too (within 1e-9). Where they fall between pixels, the image is interpolated.':
    'Bir kaydırmadan sonrakine kaç piksel: n ya da [y, x]. Kaydırmalar, k tam sayı olmak üzere k · step’tir; aralığın uçları da öyledir (1e-9 yakınlığında). Piksellerin arasına düşerse görüntüye aradeğerleme uygulanır.',
  'Pixels that are added to the multiples of the step: o, or [y, x]. Shifts are k · step + o within the range, whose ends may be any numbers. An axis that is not written stays at 0. Default: 0.':
    'step katlarına eklenen piksel: o ya da [y, x]. Kaydırmalar aralığın içindeki k · step + o değerleridir; aralığın uçları herhangi bir sayı olabilir. Yazılmayan eksen 0’da kalır. Varsayılan: 0.',
  'How the image is read between pixels, at a distance t from each: bilinear, by 1 - |t|; bicubic, by the cubic convolution with a = -1/2; lanczos3, by sinc(t) sinc(t / 3) for |t| < 3, over their sum; fourier, the ideal one, of an image that repeats (only with fill_mode: wrap). Whole shifts are exact under each.':
    'Görüntünün piksellerin arasında, her birine t uzaklıkta nasıl okunacağı: bilinear, 1 - |t| ile; bicubic, a = -1/2 olan kübik evrişimle; lanczos3, |t| < 3 için sinc(t) sinc(t / 3) ile, toplamlarına bölünerek; fourier, yinelenen bir görüntü için ideal olanı (yalnız fill_mode: wrap ile). Tam kaydırmalar hepsinde kesindir.',
  'uniform: every shift is equally likely. rounded: a uniform real number, rounded, as in the course: the ends are half as likely. continuous: uniform real numbers between the ends (Engstrom et al. 2019; not with trials: all).':
    'uniform: her kaydırma eşit olasılıklıdır. rounded: kurstaki gibi, düzgün dağılımlı bir gerçek sayı yuvarlanır; uçların olasılığı yarıdır. continuous: uçlar arasında düzgün dağılımlı gerçek sayılar (Engstrom ve ark. 2019; trials: all ile olmaz).',
  'What enters the frame (Keras): constant k k | a b c d | k k, nearest a a | a b c d | d d, reflect b a | a b c d | d c, wrap c d | a b c d | a b.':
    'Çerçeveye ne gireceği (Keras): constant k k | a b c d | k k, nearest a a | a b c d | d d, reflect b a | a b c d | d c, wrap c d | a b c d | a b.',
  'The k of constant: a number, or one per channel of the image.':
    'constant için k: bir sayı ya da görüntünün her kanalı için bir sayı.',
  'A window through which the middle of a larger image is seen: n, or [height, width]. Content enters and leaves, and nothing is filled: fill_mode has no effect. Default: the whole image.':
    'Daha büyük bir görüntünün ortasının göründüğü pencere: n ya da [yükseklik, genişlik]. İçerik girer ve çıkar, hiçbir şey doldurulmaz: fill_mode etkisizdir. Varsayılan: görüntünün tamamı.',
  'Random draws of a shift, or `all`: every shift of the range exactly once. Of a set of pictures: for each picture.':
    'Rastgele çekilen kaydırma sayısı; `all` ise aralığın her kaydırması tam bir kez. Bir resim kümesinde: her resim için.',
  'What all random numbers are drawn from: a number or a text.':
    'Bütün rastgele sayıların çekildiği tohum: bir sayı ya da bir metin.',
  'Rows of the table. pools: the image, each layer that pools, and the last; all: every step.':
    'Tablonun satırları. pools: görüntü, havuzlayan her katman ve sonuncusu; all: her basamak.',
};
